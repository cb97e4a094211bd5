import { chooseServerSource, ensureChromium, parseBackingKind } from '@parley/backing';
import { runChecks } from './checks/run-checks.ts';
import { buildWeb } from './installation/build-web.ts';
import { endRunningCommands } from './run-command.ts';
import { isSuite, runSuite, type Suite, suites, suitesOnDemand } from './suites/run-suite.ts';
import { addTallies, listFailures, type Outcome, summaryLine } from './suites/vitest-report.ts';
import { whenAskedToEnd } from './when-asked-to-end.ts';

/** `npm test [unit|int|faults|e2e|compose|screens [pattern …]]`: everything that must hold, or one suite of it. The last line is the sum. */
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
const outcomes: Outcome[] = [];
try {
  const env = await prepare(chosen);
  if (only === undefined) outcomes.push(await check());
  for (const suite of chosen) {
    title(suite);
    outcomes.push(await runSuite(suite, { patterns, env }));
  }
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  outcomes.push({ tally: { passed: 0, failed: 1, skipped: 0 }, failures: [{ where: 'npm test', what: 'could not go on', message }] });
}

const sum = addTallies(outcomes.map(({ tally }) => tally));
if (sum.failed > 0) {
  title('failed');
  console.log(listFailures(outcomes.flatMap(({ failures }) => failures)));
}
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
  if (needed.includes('e2e') || needed.includes('screens')) {
    env.PARLEY_CHROMIUM = await ensureChromium({ log: console.log });
    await buildWeb(console.log);
  }
  return env;
}

async function check(): Promise<Outcome> {
  title('checks');
  const results = await runChecks({ built: true });
  const failures = results.flatMap(({ name, fault }) => (fault === undefined ? [] : [{ where: 'checks', what: name, message: fault }]));
  return { tally: { passed: results.length - failures.length, failed: failures.length, skipped: 0 }, failures };
}

function title(text: string): void {
  console.log(`\n── ${text} ${'─'.repeat(Math.max(0, 76 - text.length))}`);
}
