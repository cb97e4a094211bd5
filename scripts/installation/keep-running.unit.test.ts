import type { RunningServer } from '@parley/backing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createKeeper } from './keep-running.ts';

describe('the keeper of services', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'Date'] }));
  afterEach(() => vi.useRealTimers());

  it('starts a crashed service again, after ever longer pauses while it keeps failing', async () => {
    const said: string[] = [];
    const restart = vi.fn().mockRejectedValueOnce(new Error('no')).mockRejectedValueOnce(new Error('no')).mockResolvedValue(undefined);
    const keeper = createKeeper((line) => said.push(line), shortSleep);
    keeper.crashed(service(restart));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(restart).toHaveBeenCalledTimes(3);
    expect(said).toEqual([
      'rooms ended unexpectedly (status 7); starting it again in 0.5 s.',
      'rooms ended unexpectedly (status 7); starting it again in 1 s.',
      'rooms ended unexpectedly (status 7); starting it again in 2 s.',
      'rooms is ready again.',
    ]);
  });

  it('leaves everything alone once it is stopped', async () => {
    const restart = vi.fn().mockResolvedValue(undefined);
    const keeper = createKeeper(() => undefined, shortSleep);
    keeper.crashed(service(restart));
    keeper.stop();
    keeper.crashed(service(restart));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(restart).not.toHaveBeenCalled();
  });
});

const shortSleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function service(restart: () => Promise<void>): RunningServer {
  const unused = async () => undefined;
  const others = { kill: unused, pause: unused, resume: unused, stop: unused, wipe: unused, destroy: unused };
  return { name: 'rooms', url: '', port: 1, pid: 0, lastExit: { code: 7, signal: null }, restart, ...others };
}
