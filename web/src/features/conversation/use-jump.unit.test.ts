import { describe, expect, it } from 'vitest';
import { stepTo } from './use-jump.ts';

const past = (floor: number, top: number) => ({ floor, top, timeline: [] });

describe('on the way to a line', () => {
  it('nothing is to be done where it is known, with one more above it', () => {
    expect(stepTo(102, { floor: 100, past: null })).toBeNull();
    expect(stepTo(101, { floor: 100, past: null })).toBe('load');
    expect(stepTo(1, { floor: 0, past: null })).toBeNull();
    expect(stepTo(52, { floor: 900, past: past(50, 150) })).toBeNull();
    expect(stepTo(1, { floor: 900, past: past(0, 150) })).toBeNull();
  });

  it('what is between is read where it is near, and left out where it is far', () => {
    expect(stepTo(800, { floor: 1_000, past: null })).toBe('load');
    expect(stepTo(600, { floor: 1_000, past: null })).toBe('visit');
  });

  it('another place of the past is visited, and what is new is gone back to', () => {
    expect(stepTo(51, { floor: 900, past: past(50, 150) })).toBe('visit');
    expect(stepTo(500, { floor: 900, past: past(50, 150) })).toBe('visit');
    expect(stepTo(950, { floor: 900, past: past(50, 150) })).toBe('leave');
  });
});
