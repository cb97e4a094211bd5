import { relative } from 'node:path';
import { repositoryRoot } from '@parley/backing';

/** The part of vitest's JSON report (Jest's format) that is counted, and told of when it failed. */
export type VitestReport = {
  success: boolean;
  numPassedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: readonly FileReport[];
};

type FileReport = { name: string; status: string; message: string; assertionResults: readonly TestReport[] };
type TestReport = { status: string; fullName: string; failureMessages: readonly string[] | null };

const maxLinesOfMessage = 12;
const maxLineLength = 300;

export type Tally = { passed: number; failed: number; skipped: number };

/** What failed, where, and what it said, as it is told again at the end of a run. */
export type Failure = { where: string; what: string; message: string };

export type Outcome = { tally: Tally; failures: readonly Failure[] };

/**
 * A file that failed without a failed test (it could not be loaded, or its preparation failed), and an error outside of any
 * file, are failures, too: the sum must never look better than the run.
 */
export function outcomeOf(suite: string, report: VitestReport | undefined, exitCode: number): Outcome {
  const failures = (report?.testResults ?? []).flatMap(failuresOfFile);
  if (failures.length === 0 && (report === undefined || exitCode !== 0 || !report.success))
    failures.push({
      where: suite,
      what: report === undefined ? 'left no report' : 'ended with an error outside of its tests',
      message: '',
    });
  const { numPassedTests = 0, numPendingTests = 0, numTodoTests = 0 } = report ?? {};
  return { tally: { passed: numPassedTests, failed: failures.length, skipped: numPendingTests + numTodoTests }, failures };
}

function failuresOfFile({ name, status, message, assertionResults }: FileReport): Failure[] {
  const where = relative(repositoryRoot, name);
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (status === 'failed' && failed.length === 0) return [{ where, what: 'failed as a whole', message }];
  return failed.map(({ fullName, failureMessages }) => ({ where, what: fullName, message: failureMessages?.join('\n') ?? '' }));
}

/** The failures once more, one after the other: what a run of many minutes said of them is far above. */
export function listFailures(failures: readonly Failure[]): string {
  return failures.map(({ where, what, message }) => [`✗ ${where}`, `  ${what}`, ...excerptOf(message)].join('\n')).join('\n\n');
}

function excerptOf(message: string): readonly string[] {
  const lines = message.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(0, maxLinesOfMessage).map((line) => `  │ ${line.slice(0, maxLineLength)}`);
}

export function addTallies(tallies: readonly Tally[]): Tally {
  return tallies.reduce((sum, { passed, failed, skipped }) => ({
    passed: sum.passed + passed,
    failed: sum.failed + failed,
    skipped: sum.skipped + skipped,
  }));
}

/** The last line of `npm test`, which machines read as well. */
export function summaryLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
