import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stateFolder } from '@parley/backing';
import { runCommand } from '../run-command.ts';
import { type Outcome, outcomeOf, type VitestReport } from './vitest-report.ts';

export const suites = ['unit', 'int', 'faults', 'e2e'] as const;
/** Run when they are named only: one needs what not every machine has, the other more time than one waits for. */
export const suitesOnDemand = ['compose', 'screens'] as const;
export type Suite = (typeof suites)[number] | (typeof suitesOnDemand)[number];

export function isSuite(name: string | undefined): name is Suite {
  return [...suites, ...suitesOnDemand].some((suite) => suite === name);
}

/** The name of the vitest project; of several with the same beginning. */
const projectOf: Readonly<Record<Suite, string>> = {
  unit: 'unit',
  int: 'int',
  faults: 'faults',
  e2e: 'e2e',
  compose: 'compose',
  screens: 'screens-*',
};

export type SuiteOptions = { patterns: readonly string[]; env: Record<string, string> };

/** One vitest project; its output is shown as it comes, its report is read for the sum. */
export async function runSuite(suite: Suite, { patterns, env }: SuiteOptions): Promise<Outcome> {
  const folder = join(stateFolder, 'test');
  const reportFile = join(folder, `${suite}.json`);
  await mkdir(folder, { recursive: true });
  await rm(reportFile, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const { code } = await runCommand('vitest', ['run', '--project', projectOf[suite], ...reporters, ...patterns], { show: true, env });
  return outcomeOf(suite, await readReport(reportFile), code);
}

async function readReport(file: string): Promise<VitestReport | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as VitestReport;
  } catch {
    return undefined;
  }
}
