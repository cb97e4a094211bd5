import { once } from 'node:events';
import { pino } from 'pino';
import { expect, it, vi } from 'vitest';
import { createReadiness } from './readiness.ts';
import { backoffMs, superviseLoop } from './supervise-loop.ts';

const log = pino({ level: 'silent' });
const untilAborted = async (signal: AbortSignal) => void (signal.aborted || (await once(signal, 'abort')));

it('starts a loop that died again, and is unready in between', async () => {
  const readiness = createReadiness();
  let runs = 0;
  const loop = superviseLoop({
    name: 'reborn',
    signal: new AbortController().signal,
    log,
    readiness,
    backoff: { firstMs: 40, settleMs: 20 },
    run: async (signal) => {
      runs += 1;
      if (runs === 1) throw new Error('first life');
      await untilAborted(signal);
    },
  });
  await vi.waitFor(async () => expect(await readiness.failing()).toEqual(['loop:reborn']), { interval: 2 });
  await vi.waitFor(async () => expect(await readiness.failing()).toEqual([]), { interval: 5 });
  expect(runs).toBe(2);
  await loop.stop();
});

it('takes a loop that merely returns for dead', async () => {
  const readiness = createReadiness();
  let runs = 0;
  const run = async () => void runs++;
  const loop = superviseLoop({ name: 'quitter', signal: new AbortController().signal, log, readiness, backoff: { firstMs: 5 }, run });
  await vi.waitFor(() => expect(runs).toBeGreaterThan(2));
  expect(await readiness.failing()).toEqual(['loop:quitter']);
  await loop.stop();
});

it('ends with its signal, even while it waits, and leaves no check behind', async () => {
  const readiness = createReadiness();
  const stopping = new AbortController();
  const run = async () => {
    throw new Error('always');
  };
  const loop = superviseLoop({
    name: 'stopped',
    signal: stopping.signal,
    log,
    readiness,
    backoff: { firstMs: 60_000, maxMs: 60_000 },
    run,
  });
  await vi.waitFor(async () => expect(await readiness.failing()).toEqual(['loop:stopped']));
  stopping.abort();
  await loop.done;
  expect(await readiness.failing()).toEqual([]);
});

it('backs off twice as long each time, jittered, up to the limit', () => {
  expect([1, 2, 3, 50].map((failures) => backoffMs(failures, 100, 1_000, () => 1))).toEqual([100, 200, 400, 1_000]);
  expect(backoffMs(1, 100, 1_000, () => 0)).toBe(50);
});
