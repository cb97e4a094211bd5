import { describe, expect, it } from 'vitest';
import { addTallies, summaryLine, tallyOf } from './vitest-report.ts';

const green = { success: true, numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };

describe('the sum of a run', () => {
  it('counts skipped and planned tests as skipped, and says so only then', () => {
    expect(summaryLine(tallyOf(green, 0))).toBe('3 passed, 0 failed');
    expect(summaryLine(tallyOf({ ...green, numPendingTests: 1, numTodoTests: 1 }, 0))).toBe('3 passed, 0 failed, 2 skipped');
  });

  it('counts a file that cannot be loaded as one failure', () => {
    const report = { ...green, success: false, testResults: [{ status: 'failed', assertionResults: [] }] };
    expect(tallyOf(report, 1).failed).toBe(1);
  });

  it('counts a run that failed for no visible reason, and one without a report, as one failure', () => {
    expect(tallyOf(green, 1).failed).toBe(1);
    expect(tallyOf(undefined, 0).failed).toBe(1);
  });

  it('adds up', () => {
    expect(addTallies([tallyOf(green, 0), { passed: 1, failed: 2, skipped: 0 }])).toEqual({ passed: 4, failed: 2, skipped: 0 });
  });
});
