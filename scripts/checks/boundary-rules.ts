import type { IForbiddenRuleType } from 'dependency-cruiser';

/** Tests, and what only tests use. */
const testCode = '\\.test\\.tsx?$|/fixtures?/|[/-]test-[a-z-]+\\.ts$';

/** Dependencies point one way (ARCHITECTURE.md has the picture). `$1` is what the parentheses in `from` matched. */
export const boundaryRules: IForbiddenRuleType[] = [
  {
    name: 'no-cycles',
    comment: 'Files that import each other in a circle cannot be understood, tested or moved alone.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'packages-never-import-services',
    comment: 'Packages are what services stand on.',
    from: { path: '^packages/' },
    to: { path: '^(services|web|cli|bench|faults|e2e|scripts)/' },
  },
  {
    name: 'services-never-import-each-other',
    comment: 'Services talk over NATS and HTTP, through contracts.',
    from: { path: '^services/([^/]+)/' },
    to: { path: '^services/', pathNot: '^services/$1/' },
  },
  {
    name: 'domain-is-pure',
    comment: 'Domain code imports itself, contract types and zod (to read its stored events): no framework, no database, not even Node.js.',
    from: { path: '^services/[^/]+/src/domain/', pathNot: testCode },
    to: { pathNot: ['^services/[^/]+/src/domain/', '^packages/contracts/', '(^|/)node_modules/zod/'] },
  },
  {
    name: 'contracts-import-zod-only',
    comment: 'Contracts are imported by browsers and by every service.',
    from: { path: '^packages/contracts/src/', pathNot: testCode },
    to: { pathNot: ['^packages/contracts/src/', '(^|/)node_modules/zod/'] },
  },
  {
    name: 'client-knows-contracts-only',
    comment: 'The SDK runs in browsers and other people’s programs.',
    from: { path: '^packages/client/src/', pathNot: testCode },
    to: { path: '^packages/', pathNot: ['^packages/client/', '^packages/contracts/'] },
  },
  {
    name: 'browser-code-imports-no-server',
    comment: 'The web client reaches the server through the SDK alone.',
    from: { path: '^web/src/' },
    to: { path: ['^packages/', '^services/'], pathNot: ['^packages/client/', '^packages/contracts/'] },
  },
  {
    name: 'features-do-not-know-each-other',
    comment: 'What two features share belongs into realtime/ or ui/; what joins them, into app/.',
    from: { path: '^web/src/features/([^/]+)/' },
    to: { path: '^web/src/features/', pathNot: '^web/src/features/$1/' },
  },
  {
    name: 'web-layers-point-down',
    comment: 'app → features → shared.',
    from: { path: '^web/src/(?!app/|main\\.)[^/]+/' },
    to: { path: '^web/src/app/' },
  },
  {
    name: 'shared-knows-no-feature',
    comment: 'app → features → shared.',
    from: { path: '^web/src/(?!app/|features/|main\\.)[^/]+/' },
    to: { path: '^web/src/features/' },
  },
  {
    name: 'command-table-is-light',
    comment: 'It is read for every command and every --help: what carries a command out is imported when it runs.',
    from: { path: '^cli/src/(commands/|(build-program|command-table|run|run-admin|service-settings)\\.ts$)' },
    to: {
      path: ['^cli/src/(actions|backup)/', '^packages/[^/]+/src/index\\.ts$', '(^|/)node_modules/'],
      pathNot: '(^|/)node_modules/commander/',
      dynamic: false,
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'product-never-imports-tests',
    comment: 'Tests may reach into the product, never the other way round.',
    from: { path: '^(packages|services|web)/', pathNot: ['^packages/testing/', testCode] },
    to: { path: ['^packages/testing/', testCode] },
  },
  {
    name: 'no-orphans',
    comment: 'A file that nothing imports and that starts nothing is left over.',
    from: {
      orphan: true,
      pathNot: ['\\.d\\.ts$', '\\.test\\.tsx?$', '\\.config\\.ts$', '(^|/)(main|admin|migrate|global-setup)\\.tsx?$', '^scripts/'],
    },
    to: {},
  },
  {
    name: 'imports-resolve',
    comment: 'What cannot be found was not installed, or has been moved.',
    from: {},
    to: { couldNotResolve: true, pathNot: '\\?' },
  },
];
