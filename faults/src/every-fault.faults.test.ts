import { describe, expect, it } from 'vitest';
import { runFaults } from './run.ts';
import { allStrikes } from './strikes/all-strikes.ts';

/** A longer one, with more people: `npm run test:faults -- --minutes 30`. */
describe('while everything breaks, once each', () => {
  it('nothing acknowledged is lost, doubled, reordered or shown to the wrong person, and everybody ends up the same', async () => {
    const report = await runFaults({
      seed: 1,
      rounds: 1,
      people: 24,
      rooms: 5,
      membersPerRoom: 10,
      messagesPerSecond: 40,
      gateways: 2,
      messages: 2,
      log: () => undefined,
    });
    expect(report.violations).toEqual([]);
    expect(report.strikes.map(({ name }) => name).toSorted()).toEqual(
      allStrikes
        .map(({ name }) => name)
        .filter((name) => !report.impossible.includes(name))
        .toSorted(),
    );
    // Enough happened for the above to mean something.
    expect(report.acknowledged).toBeGreaterThan(500);
    expect(report.changed).toBeGreaterThan(100);
    expect(report.shown).toBeGreaterThan(5_000);
  });
});
