import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { checkBoundaries } from './boundaries.ts';
import { boundaryRules } from './boundary-rules.ts';

/** For each rule a small tree that breaks it, and one beside it that does not. */
const trees: Record<string, { bad: Record<string, string>; good: Record<string, string> }> = {
  'no-cycles': {
    bad: { 'services/a/src/x.ts': `import './y.ts';`, 'services/a/src/y.ts': `import type { X } from './x.ts';` },
    good: { 'services/a/src/main.ts': `import './y.ts';`, 'services/a/src/y.ts': '' },
  },
  'packages-never-import-services': {
    bad: { 'packages/p/src/main.ts': `import '../../../services/a/src/main.ts';`, 'services/a/src/main.ts': '' },
    good: { 'packages/p/src/x.ts': '', 'services/a/src/main.ts': `import '../../../packages/p/src/x.ts';` },
  },
  'services-never-import-each-other': {
    bad: { 'services/a/src/main.ts': `import type { B } from '../../b/src/main.ts';`, 'services/b/src/main.ts': '' },
    good: { 'services/a/src/main.ts': `import './x/y.ts';`, 'services/a/src/x/y.ts': '' },
  },
  'domain-is-pure': {
    bad: {
      'services/a/src/domain/decide.ts': `import { readFile } from 'node:fs';`,
      'services/a/src/main.ts': `import './domain/decide.ts';`,
    },
    good: {
      'services/a/src/domain/decide.ts': `import '../../../../packages/contracts/src/ids.ts';`,
      'packages/contracts/src/ids.ts': '',
      'services/a/src/main.ts': `import './domain/decide.ts';`,
    },
  },
  'contracts-import-zod-only': {
    bad: { 'packages/contracts/src/ids.ts': `import { randomUUID } from 'node:crypto';` },
    good: { 'packages/contracts/src/ids.ts': `import './limits.ts';`, 'packages/contracts/src/limits.ts': '' },
  },
  'client-knows-contracts-only': {
    bad: { 'packages/client/src/main.ts': `import '../../messaging/src/x.ts';`, 'packages/messaging/src/x.ts': '' },
    good: { 'packages/client/src/main.ts': `import '../../contracts/src/x.ts';`, 'packages/contracts/src/x.ts': '' },
  },
  'browser-code-imports-no-server': {
    bad: { 'web/src/main.tsx': `import '../../packages/service-kit/src/x.ts';`, 'packages/service-kit/src/x.ts': '' },
    good: { 'web/src/main.tsx': `import '../../packages/client/src/x.ts';`, 'packages/client/src/x.ts': '' },
  },
  'features-do-not-know-each-other': {
    bad: { 'web/src/features/rooms/main.ts': `import '../login/form.tsx';`, 'web/src/features/login/form.tsx': '' },
    good: { 'web/src/features/rooms/main.ts': `import './list/row.tsx';`, 'web/src/features/rooms/list/row.tsx': '' },
  },
  'web-layers-point-down': {
    bad: { 'web/src/features/rooms/main.ts': `import '../../app/router.ts';`, 'web/src/app/router.ts': '' },
    good: { 'web/src/app/main.ts': `import '../features/rooms/list.ts';`, 'web/src/features/rooms/list.ts': '' },
  },
  'shared-knows-no-feature': {
    bad: { 'web/src/ui/main.ts': `import '../features/rooms/list.ts';`, 'web/src/features/rooms/list.ts': '' },
    good: { 'web/src/features/rooms/main.ts': `import '../../ui/button.ts';`, 'web/src/ui/button.ts': '' },
  },
  'command-table-is-light': {
    bad: { 'cli/src/commands/main.ts': `import '../actions/back-up.ts';`, 'cli/src/actions/back-up.ts': '' },
    good: { 'cli/src/commands/main.ts': `export const run = () => import('../actions/back-up.ts');`, 'cli/src/actions/back-up.ts': '' },
  },
  'product-never-imports-tests': {
    bad: { 'services/a/src/main.ts': `import './x.unit.test.ts';`, 'services/a/src/x.unit.test.ts': '' },
    good: { 'services/a/src/main.ts': '', 'services/a/src/x.unit.test.ts': `import './main.ts';` },
  },
  'no-orphans': { bad: { 'packages/p/src/left-over.ts': 'export const x = 1;' }, good: { 'services/a/src/main.ts': '' } },
  'imports-resolve': {
    bad: { 'services/a/src/main.ts': `import './moved.ts';` },
    good: { 'services/a/src/main.ts': `await using x = await open();\nimport './here.ts';`, 'services/a/src/here.ts': '' },
  },
};

describe('boundary rules', () => {
  let folder = '';
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function brokenRules(files: Record<string, string>): Promise<string[]> {
    folder = await mkdtemp(join(tmpdir(), 'parley-boundaries-'));
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    const roots = new Set(Object.keys(files).map((path) => path.split('/')[0] ?? ''));
    const { violations } = await checkBoundaries(folder, [...roots]);
    return violations.map((violation) => violation.split(':')[0] ?? '');
  }

  it('has a tree that breaks it for every rule', () => {
    expect(Object.keys(trees).sort()).toEqual(boundaryRules.map(({ name }) => name).sort());
  });

  for (const [rule, { bad, good }] of Object.entries(trees)) {
    it(`${rule} bites, and only where it should`, async () => {
      expect(await brokenRules(bad)).toContain(rule);
      await rm(folder, { recursive: true, force: true });
      expect(await brokenRules(good)).toEqual([]);
    });
  }
});
