import type { Position } from '@parley/contracts';
import { pause } from '../pause.ts';
import { RpcError } from '../rpc/rpc-error.ts';
import { catchUpWithOwner } from './catch-up.ts';
import type { ConsumerOptions } from './consumer-options.ts';
import { consumerName, createPosition, readPosition } from './consumer-position.ts';
import { followStream } from './follow-stream.ts';
import { onlyReplica } from './only-replica.ts';
import { serveRetries } from './serve-retries.ts';
import { createSingleFlight } from './single-flight.ts';

export type { ConsumerOptions, EventHandler } from './consumer-options.ts';

export type ConsumerStatus = {
  /** `standby`: another replica handles the events. `recovering`: the stream or the owner cannot be reached, trying. */
  state: 'stopped' | 'standby' | 'recovering' | 'following';
  error: Error | undefined;
};

export type Consumer = {
  run(signal: AbortSignal): Promise<void>;
  /**
   * Reads the owner until everything that was committed there before the call has taken effect here. On any replica.
   * Rejects with `RpcError` `unavailable` when the owner cannot be reached, or cannot vouch for that: a transaction that stays open on
   * its server hides what was committed after it began.
   */
  catchUp(): Promise<void>;
  position(): Promise<Position>;
  status(): ConsumerStatus;
};

const longestPauseMs = 2_000;
const quietFailures = 4;

/** Follows another service's events and applies them to this service's database, each once, in order. */
export function createConsumer<Tables>(options: ConsumerOptions<Tables>): Consumer {
  const { db, log, service, durable, url } = options;
  const consumer = consumerName(service, durable);
  const ended = new AbortController();
  let status: ConsumerStatus = { state: 'stopped', error: undefined };
  const catchUp = createSingleFlight(() => catchUpWithOwner(options, ended.signal));

  async function run(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => ended.abort(), { once: true });
    status = { state: 'standby', error: undefined };
    const retries = serveRetries(options);
    try {
      await onlyReplica({ url, consumer, signal, log }, follow);
    } finally {
      status = { state: 'stopped', error: status.error };
      // Without a connection nobody can ask, and there is nothing to take leave of.
      if (options.nats.connected()) await (await retries).stop();
    }
  }

  async function follow(signal: AbortSignal): Promise<void> {
    let failures = 0;
    const onFollowing = () => {
      failures = 0;
      status = { state: 'following', error: undefined };
    };
    while (!signal.aborted) {
      try {
        await followStream({ ...options, catchUp, onFollowing }, signal);
      } catch (error) {
        if (signal.aborted) break;
        failures += 1;
        status = { state: 'recovering', error: error instanceof Error ? error : new Error(String(error)) };
        // While a whole system starts, owners come up in any order: only what lasts deserves a warning.
        log[failures <= quietFailures ? 'info' : 'warn']({ err: error, consumer, failures }, 'deliveries interrupted, following again');
        // The owner may answer while the stream does not exist yet.
        await catchUp().catch(() => undefined);
        await pause(Math.min(50 * 2 ** failures, longestPauseMs), signal);
      }
    }
    status = { state: 'standby', error: undefined };
  }

  return {
    run,
    async catchUp() {
      const { complete } = await catchUp();
      if (!complete) throw new RpcError('unavailable', `a long transaction may hide events of ${service}`);
    },
    position: async () => {
      await createPosition(db, consumer);
      return (await readPosition(db, consumer)).position;
    },
    status: () => status,
  };
}
