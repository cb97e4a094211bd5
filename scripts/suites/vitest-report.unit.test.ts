import { describe, expect, it } from 'vitest';
import { addTallies, listFailures, outcomeOf, summaryLine, type VitestReport } from './vitest-report.ts';

const green: VitestReport = { success: true, numPassedTests: 3, numPendingTests: 0, numTodoTests: 0, testResults: [] };

function redIn(file: Partial<VitestReport['testResults'][number]>): VitestReport {
  const testResults = [{ name: 'rooms.int.test.ts', status: 'failed', message: '', assertionResults: [], ...file }];
  return { ...green, success: false, testResults };
}

describe('the sum of a run', () => {
  it('counts skipped and planned tests as skipped, and says so only then', () => {
    expect(summaryLine(outcomeOf('unit', green, 0).tally)).toBe('3 passed, 0 failed');
    expect(summaryLine(outcomeOf('unit', { ...green, numPendingTests: 1, numTodoTests: 1 }, 0).tally)).toBe(
      '3 passed, 0 failed, 2 skipped',
    );
  });

  it('counts a file that cannot be loaded, and one whose preparation failed, as one failure', () => {
    expect(outcomeOf('int', redIn({}), 1).tally.failed).toBe(1);
    const skipped = { status: 'skipped', fullName: 'a room opens', failureMessages: [] };
    expect(outcomeOf('int', redIn({ assertionResults: [skipped, skipped] }), 1).tally.failed).toBe(1);
  });

  it('counts a run that failed for no visible reason, and one without a report, as one failure', () => {
    expect(outcomeOf('int', green, 1).tally.failed).toBe(1);
    expect(outcomeOf('int', undefined, 0).tally.failed).toBe(1);
  });

  it('adds up', () => {
    const sum = addTallies([outcomeOf('unit', green, 0).tally, { passed: 1, failed: 2, skipped: 0 }]);
    expect(sum).toEqual({ passed: 4, failed: 2, skipped: 0 });
  });
});

describe('the failures at the end of a run', () => {
  it('name file and test, and begin what was said', () => {
    const message = ['expected 1 to be 2', '', ...Array.from({ length: 50 }, (_, line) => `at line ${line}`)].join('\n');
    const failed = { status: 'failed', fullName: 'a room opens', failureMessages: [message] };
    const passed = { status: 'passed', fullName: 'a room closes', failureMessages: [] };
    const text = listFailures(outcomeOf('int', redIn({ assertionResults: [failed, passed] }), 1).failures);
    expect(text.split('\n').slice(0, 4)).toEqual(['✗ rooms.int.test.ts', '  a room opens', '  │ expected 1 to be 2', '  │ at line 0']);
    expect(text).not.toContain('a room closes');
    expect(text).not.toContain('at line 20');
  });

  it('tell of a suite that ended without saying why', () => {
    expect(listFailures(outcomeOf('e2e', undefined, 1).failures)).toBe('✗ e2e\n  left no report');
  });
});
