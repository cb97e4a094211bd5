import { chooseServerSource, ensureChromium, parseBackingKind } from '@parley/backing';
import { runChecks } from './checks/run-checks.ts';
import { buildWeb } from './installation/build-web.ts';
import { endRunningCommands } from './run-command.ts';
import { isSuite, runSuite, type Suite, suites, suitesOnDemand } from './suites/run-suite.ts';
import { addTallies, summaryLine, type Tally } from './suites/vitest-report.ts';
import { whenAskedToEnd } from './when-asked-to-end.ts';

/** `npm test [unit|int|faults|e2e|compose [pattern …]]`: everything that must hold, or one suite of it. The last line is the sum. */
const [only, ...patterns] = process.argv.slice(2);
if (only !== undefined && !isSuite(only)) {
  console.error(`Unknown suite "${only}". Known: ${[...suites, ...suitesOnDemand].join(', ')}.`);
  process.exit(2);
}

const endAtOnce = () => {
  endRunningCommands();
  process.exit(130);
};
whenAskedToEnd(endAtOnce, endAtOnce);

const startedAt = performance.now();
const chosen: readonly Suite[] = only === undefined ? suites : [only];
const tallies: Tally[] = [];
try {
  const env = await prepare(chosen);
  if (only === undefined) tallies.push(await check());
  for (const suite of chosen) {
    title(suite);
    tallies.push(await runSuite(suite, { patterns, env }));
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  tallies.push({ passed: 0, failed: 1, skipped: 0 });
}

const sum = addTallies(tallies);
title(`done in ${Math.round((performance.now() - startedAt) / 1000)} s`);
console.log(summaryLine(sum));
process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;

/** What the suites need on this machine; decided once here, so that every vitest finds the same. */
async function prepare(needed: readonly Suite[]): Promise<Record<string, string>> {
  const env: Record<string, string> = {};
  if (needed.every((suite) => suite === 'unit')) return env;
  if (needed.includes('compose')) {
    env.PARLEY_CHROMIUM = await ensureChromium({ log: console.log });
    return env;
  }
  const forced = parseBackingKind(process.env.PARLEY_BACKING);
  const source = await chooseServerSource({ kind: forced === 'env' ? undefined : forced, log: console.log });
  // With a database given in the environment the setup of the suites must still see that it is not forced.
  if (forced === undefined && process.env.DATABASE_URL === undefined) env.PARLEY_BACKING = source.kind;
  if (needed.includes('e2e')) {
    env.PARLEY_CHROMIUM = await ensureChromium({ log: console.log });
    await buildWeb(console.log);
  }
  return env;
}

async function check(): Promise<Tally> {
  title('checks');
  const results = await runChecks({ built: true });
  const passed = results.filter((result) => result.passed).length;
  return { passed, failed: results.length - passed, skipped: 0 };
}

function title(text: string): void {
  console.log(`\n── ${text} ${'─'.repeat(Math.max(0, 76 - text.length))}`);
}
