import type { Position } from '@parley/contracts';
import { pause } from '../pause.ts';
import { preferIndexOrder } from '../read-committed.ts';
import { runAsLeader } from '../run-as-leader.ts';
import { createBell } from './bell.ts';
import { publishInOrder } from './publish-in-order.ts';
import type { RelayOptions } from './relay-options.ts';

export type RelayStatus = {
  /** `standby`: another replica leads. `waiting`: the last round failed, see `error`. */
  state: 'stopped' | 'standby' | 'publishing' | 'waiting';
  leading: boolean;
  position: Position | undefined;
  error: Error | undefined;
};

export type Relay = {
  run(signal: AbortSignal): Promise<void>;
  /** Something was committed. Cheap, never throws; without it an event waits for the next poll. */
  wake(): void;
  status(): RelayStatus;
};

/**
 * Takes committed events to the broker, in order, all of them. One relay of a service leads; the others stand by.
 * An event that cannot be mapped or published stops the relay, with growing pauses, rather than being skipped.
 */
export function createRelay(options: RelayOptions): Relay {
  const { service, url, log, publisher } = options;
  const bell = createBell();
  let status: RelayStatus = { state: 'stopped', leading: false, position: undefined, error: undefined };
  const report = (change: Partial<RelayStatus>) => {
    status = { ...status, ...change };
  };

  async function run(signal: AbortSignal): Promise<void> {
    report({ state: 'standby' });
    try {
      await runAsLeader({ url, lockName: `relay:${service}`, signal, log, lead });
    } finally {
      report({ state: 'stopped', leading: false });
    }
  }

  async function lead(signal: AbortSignal, connection: Parameters<typeof publishInOrder>[0]['connection']): Promise<void> {
    let failures = 0;
    const onProgress = (position: Position) => {
      failures = 0;
      report({ state: 'publishing', position, error: undefined });
    };
    report({ state: 'publishing', leading: true });
    // A cursor that lags behind after a crash is harmless (see saveCursor); waiting for the disk each time is not.
    await connection.query('set synchronous_commit = off');
    await preferIndexOrder(connection);
    while (!signal.aborted) {
      let inDoubt = false;
      const forget = publisher.onReconnect(() => {
        inDoubt = true;
        bell.ring();
      });
      try {
        await publishInOrder({ ...options, connection, bell, signal, inDoubt: () => inDoubt, onProgress });
      } catch (error) {
        if (signal.aborted) break;
        failures += 1;
        report({ state: 'waiting', error: error instanceof Error ? error : new Error(String(error)) });
        log.warn({ err: error, relay: service, failures }, 'relay could not publish, trying again');
        await pause(Math.min(50 * 2 ** failures, 5_000), signal);
      } finally {
        forget();
      }
    }
    report({ state: 'standby', leading: false });
  }

  return { run, wake: bell.ring, status: () => status };
}
