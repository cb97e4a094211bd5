import { Visitor } from '@swc/core/Visitor.js';
import { cruise, type IViolation } from 'dependency-cruiser';
import { boundaryRules } from './boundary-rules.ts';

/** swc's visitor, which dependency-cruiser builds upon, is older than `using` and throws at it. No import hides in there. */
const visitStatement = Visitor.prototype.visitStatement;
Visitor.prototype.visitStatement = function (statement) {
  const type: string = statement.type;
  return type === 'UsingDeclaration' ? statement : visitStatement.call(this, statement);
};

export type BoundaryReport = { files: number; violations: string[] };

const folders = ['packages', 'services', 'web', 'cli', 'bench', 'faults', 'e2e', 'scripts'];

/** Checks every import, also those of types only, against the rules; `baseDir` has the tree of this repository. */
export async function checkBoundaries(baseDir: string, cruised = folders): Promise<BoundaryReport> {
  const { output } = await cruise(cruised, {
    baseDir,
    validate: true,
    ruleSet: { forbidden: boundaryRules.map((rule) => ({ ...rule, severity: 'error' })) },
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.turbo)/|^(packages|services)/[^/]+/node_modules/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  });
  if (typeof output === 'string') throw new Error(output);
  return { files: output.summary.totalCruised, violations: output.summary.violations.map(describe) };
}

function describe({ rule, from, to, cycle }: IViolation): string {
  const why = boundaryRules.find(({ name }) => name === rule.name)?.comment ?? '';
  const path = cycle === undefined ? (from === to ? from : `${from} → ${to}`) : [from, ...cycle.map(({ name }) => name)].join(' → ');
  return `${rule.name}: ${path}\n    ${why}`;
}
