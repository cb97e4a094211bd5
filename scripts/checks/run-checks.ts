import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from '@parley/backing';
import { draw } from '../pictures/drawing.ts';
import { pictures } from '../pictures/pictures.ts';
import { runCommand } from '../run-command.ts';
import { checkBoundaries } from './boundaries.ts';
import { commandLineFile, renderCommandLine } from './command-line-page.ts';
import { configurationFile, readSettings, renderConfiguration } from './configuration-table.ts';
import { faultsOfMigrations } from './migrations.ts';
import { faultsOfChapters, readChapters, renderTable, tableFile } from './security-table.ts';

type Fault = string | undefined;
type Check = { name: string; run: () => Promise<Fault> };

export type CheckResult = { name: string; fault: Fault };

/** What can be said about the code without running it. */
const checks: readonly Check[] = [
  { name: 'types', run: checkTypes },
  { name: 'lint and format', run: () => faultOf('biome', ['ci', '--colors=off', '--diagnostic-level=warn', '.']) },
  { name: 'boundaries and cycles', run: checkImports },
  { name: 'security lines and their tests', run: checkSecurityTable },
  { name: 'generated pages and pictures', run: checkOperatingPages },
  { name: 'migrations', run: async () => (await faultsOfMigrations(repositoryRoot)).join('\n') || undefined },
];

/** What can be said about the built web client. */
const buildChecks: readonly Check[] = [{ name: 'size of the web client', run: () => faultOf('node', ['web/scripts/check-budget.ts']) }];

/** One after the other, each with its time and, when it fails, everything it has to say. `built`: the web client is there, too. */
export async function runChecks({ built = false } = {}): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { name, run } of built ? [...checks, ...buildChecks] : checks) {
    const startedAt = performance.now();
    const fault = await run();
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`${fault === undefined ? '✓' : '✗'} ${name} (${seconds} s)`);
    if (fault !== undefined) console.log(`${fault.trimEnd()}\n`);
    results.push({ name, fault });
  }
  return results;
}

/** Three programs (decision 8), as many at once as there are cores; what did not change comes from turbo's cache. */
function checkTypes(): Promise<Fault> {
  const quiet = { TURBO_TELEMETRY_DISABLED: '1', TURBO_NO_UPDATE_NOTIFIER: '1', DO_NOT_TRACK: '1' };
  return faultOf(
    'turbo',
    ['run', 'types:server', 'types:clients', 'types', '--concurrency=100%', '--output-logs=errors-only', '--continue', '--no-color'],
    quiet,
  );
}

async function checkImports(): Promise<Fault> {
  const { violations } = await checkBoundaries(repositoryRoot);
  return violations.length === 0 ? undefined : violations.join('\n');
}

async function checkSecurityTable(): Promise<Fault> {
  const chapters = await readChapters(repositoryRoot);
  const faults = await faultsOfChapters(repositoryRoot, chapters);
  const written = await readFile(join(repositoryRoot, tableFile), 'utf8').catch(() => '');
  if (written !== renderTable(chapters)) faults.push(`${tableFile} is not what its chapters say: node scripts/write-security-table.ts`);
  return faults.length === 0 ? undefined : faults.join('\n');
}

async function checkOperatingPages(): Promise<Fault> {
  const { settings, faults } = await readSettings(repositoryRoot);
  const pages = [
    [configurationFile, renderConfiguration(settings)],
    [commandLineFile, renderCommandLine()],
    ...Object.entries(pictures).map(([name, picture]) => [`docs/pictures/${name}`, draw(picture)] as const),
  ] as const;
  for (const [file, text] of pages) {
    const written = await readFile(join(repositoryRoot, file), 'utf8').catch(() => '');
    if (written !== text) faults.push(`${file} is not what the code says: node scripts/write-generated-docs.ts`);
  }
  return faults.length === 0 ? undefined : faults.join('\n');
}

async function faultOf(file: string, args: readonly string[], env: Record<string, string> = {}): Promise<Fault> {
  const { code, output } = await runCommand(file, args, { env });
  return code === 0 ? undefined : output;
}
