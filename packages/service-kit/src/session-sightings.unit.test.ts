import { describe, expect, it } from 'vitest';
import { createSightings } from './session-sightings.ts';

describe('a session in use', () => {
  it('is noted once a minute, however many requests it makes', () => {
    let now = 0;
    const isToBeNoted = createSightings(() => now);
    let notes = 0;
    for (; now < 180_000; now += 10) if (isToBeNoted('a')) notes += 1;
    expect(notes).toBe(3);
    expect(isToBeNoted('b')).toBe(true);
  });

  it('takes bounded memory: beyond fifty thousand the longest known is forgotten, and noted early', () => {
    const isToBeNoted = createSightings(() => 0);
    for (let index = 0; index <= 50_000; index += 1) expect(isToBeNoted(`s${index}`)).toBe(true);
    expect([isToBeNoted('s50000'), isToBeNoted('s1'), isToBeNoted('s0')]).toEqual([false, false, true]);
  });
});
