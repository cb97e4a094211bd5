import { describe, expect, it } from 'vitest';
import { judge } from './goals.ts';

const spread = { p50: 1, p95: 2, p99: 3, max: 4 };

describe('the goals', () => {
  it('are judged as ratios of one run, and as figures where there is nothing beside', () => {
    const verdicts = judge({
      connections: { connections: 1_000, oursKiB: 15, bareKiB: 14 },
      reconnect: { clients: 1_000, currentAfterMs: { ...spread, max: 2_400 }, lostMessages: 0 },
    });
    expect(verdicts.map(({ value, met }) => [value, met])).toEqual([
      [1.07, true],
      [2_400, false],
      [0, true],
    ]);
  });

  it('say nothing of what was not measured', () => {
    expect(judge({})).toEqual([]);
  });

  it('take the slowest kind of page', () => {
    const ms = { 'newest page': spread, 'page at a time': { ...spread, p99: 6 }, 'search: phrase': { ...spread, p95: 80 } };
    const size = { texts: 1_000_000, writeSeconds: 1, indexSeconds: 1, megabytes: {}, ms, plans: {} };
    expect(judge({ reading: { sizes: [size] } }).map(({ value, met }) => [value, met])).toEqual([
      [6, false],
      [80, true],
    ]);
  });
});
