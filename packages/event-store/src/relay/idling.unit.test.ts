import { describe, expect, it } from 'vitest';
import type { Bell } from './bell.ts';
import { createBell } from './bell.ts';
import { createIdling } from './idling.ts';

const never = new AbortController().signal;

describe('the bell', () => {
  it('wakes a sleeper, and remembers a ring while nobody sleeps, once', async () => {
    const bell = createBell();
    const sleeping = bell.wait(10_000, never);
    bell.ring();
    expect(await sleeping).toBe(true);
    bell.ring();
    bell.ring();
    expect(await bell.wait(10_000, never)).toBe(true);
    expect(await bell.wait(1, never)).toBe(false);
  });

  it('lets a sleeper go when the signal ends', async () => {
    const ending = new AbortController();
    const sleeping = createBell().wait(10_000, ending.signal);
    ending.abort();
    expect(await sleeping).toBe(false);
  });

  it('forgets what was rung before a look, and nothing of what comes after', async () => {
    const bell = createBell();
    bell.ring();
    bell.hush();
    expect(await bell.wait(1, never)).toBe(false);
    bell.hush();
    bell.ring();
    expect(await bell.wait(1, never)).toBe(true);
  });
});

describe('idling', () => {
  function listening(rings: boolean[]) {
    const slept: number[] = [];
    const bell: Bell = {
      ring: () => undefined,
      hush: () => undefined,
      wait: async (ms) => {
        slept.push(ms);
        return rings.shift() ?? false;
      },
    };
    return { slept, idling: createIdling(bell, { pollMs: 20, idleMs: 500 }) };
  }

  it('sleeps until the bell rings while nothing is known to wait', async () => {
    const { slept, idling } = listening([true, true]);
    for (let n = 0; n < 3; n += 1) await idling.wait(false, never);
    expect(slept).toEqual([500, 500, 500]);
  });

  it('looks again quickly, then polls, while something waits behind an open transaction', async () => {
    const { slept, idling } = listening([]);
    for (let n = 0; n < 8; n += 1) await idling.wait(true, never);
    expect(slept).toEqual([1, 1, 2, 2, 4, 8, 20, 20]);
  });

  it('is quick again after something was found, or the bell rang', async () => {
    const { slept, idling } = listening([false, false, false, true]);
    for (let n = 0; n < 3; n += 1) await idling.wait(true, never);
    idling.found();
    for (let n = 0; n < 3; n += 1) await idling.wait(true, never);
    expect(slept).toEqual([1, 1, 2, 1, 1, 1]);
  });
});
