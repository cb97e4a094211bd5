import { describe, expect, it } from 'vitest';
import { commandLanes } from './command-lanes.ts';
import { originAllowed } from './origin.ts';
import { createPatience } from './patience.ts';
import { createRateLimit } from './rate-limit.ts';

describe('the rate limit', () => {
  it('lets a burst through, then one command per interval, and says how long to wait', () => {
    let now = 0;
    const rate = createRateLimit({ perSecond: 10, burst: 3, now: () => now });
    expect([rate.take(), rate.take(), rate.take(), rate.take()]).toEqual([0, 0, 0, 100]);
    now = 99;
    expect(rate.take()).toBeGreaterThan(0);
    now = 200;
    expect(rate.take()).toBe(0);
    now = 100_000;
    expect([rate.take(), rate.take(), rate.take(), rate.take()]).toEqual([0, 0, 0, 100]);
  });
});

describe('patience', () => {
  it('ends when there are too many faults within the time, not over a long life', () => {
    let now = 0;
    const patience = createPatience({ faults: 2, perMs: 1_000, now: () => now });
    expect([patience.exhausted(), patience.exhausted(), patience.exhausted()]).toEqual([false, false, true]);
    for (let step = 0; step < 10; step += 1) {
      now += 1_100;
      expect(patience.exhausted()).toBe(false);
    }
  });
});

describe('command lanes', () => {
  it('run one command of a lane after the other, lanes side by side, and go on after a failure', async () => {
    const lanes = commandLanes();
    const done: string[] = [];
    const first = Promise.withResolvers<void>();
    lanes.run('a', async () => {
      await first.promise;
      done.push('a1');
      throw new Error('refused');
    });
    lanes.run('a', async () => void done.push('a2'));
    lanes.run('b', async () => void done.push('b1'));
    await Promise.resolve();
    expect(done).toEqual(['b1']);
    first.resolve();
    await new Promise(setImmediate);
    expect(done).toEqual(['b1', 'a1', 'a2']);
  });

  it('take no more than they can hold', () => {
    const lanes = commandLanes();
    const never = () => new Promise<void>(() => undefined);
    const accepted = Array.from({ length: 300 }, () => lanes.run('a', never));
    expect(accepted.filter(Boolean)).toHaveLength(256);
  });
});

describe('origins', () => {
  it.each([
    ['no origin, a program', undefined, true],
    ["the page's own host", 'https://chat.example.org', true],
    ['one that the operator named', 'https://app.example.net', true],
    ['a foreign page', 'https://evil.example', false],
    ['the same name on another port', 'https://chat.example.org:8443', false],
    ['an opaque origin', 'null', false],
  ])('%s', (_case, origin, expected) => {
    const headers = { host: 'chat.example.org', ...(origin === undefined ? {} : { origin }) };
    expect(originAllowed(headers, ['https://app.example.net'])).toBe(expected);
  });
});
