import { describe, expect, it } from 'vitest';
import { createFakeClock, createIdSource, eventually } from './fakes.ts';

describe('fakes', () => {
  it('keeps time still until it is moved', () => {
    const clock = createFakeClock('2026-01-01T00:00:00Z');
    clock.advance(1_500);
    expect(clock.now().toISOString()).toBe('2026-01-01T00:00:01.500Z');
  });

  it('makes the same ids in every run, in ascending order', () => {
    const [first, second] = [createIdSource(), createIdSource()];
    const ids = [first(), first(), first()];
    expect(ids).toEqual([second(), second(), second()]);
    expect(ids.toSorted()).toEqual(ids);
  });

  it('says what did not happen in time, and why', async () => {
    const failure = eventually('the moon', () => Promise.reject(new Error('clouds')), 30);
    await expect(failure).rejects.toThrow('Not within 30 ms: the moon');
    await expect(failure).rejects.toHaveProperty('cause.message', 'clouds');
  });
});
