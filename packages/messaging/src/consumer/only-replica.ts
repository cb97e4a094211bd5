import pg from 'pg';
import type { Logger } from 'pino';
import { pause } from '../pause.ts';

export type OnlyReplicaOptions = { url: string; consumer: string; signal: AbortSignal; log: Logger };

const retryMs = 250;
const pingMs = 1_500;
const idleSessionTimeoutMs = 5_000;

/**
 * Runs `work` on one replica at a time, the others try every 250 ms. Two at once would do no harm (each transaction takes the
 * consumer's lock and compares positions), they would only split the deliveries and read each other's share from the owner. So this
 * is a session lock and a ping, no more: a session that falls silent is ended by Postgres, and its lock with it.
 */
export async function onlyReplica(options: OnlyReplicaOptions, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const { url, consumer, signal, log } = options;
  while (!signal.aborted) {
    const lost = new AbortController();
    const session = new pg.Client({
      connectionString: url,
      application_name: `consumer ${consumer}`,
      keepAlive: true,
      query_timeout: 10_000,
    });
    session.on('error', () => lost.abort());
    session.on('end', () => lost.abort());
    const term = AbortSignal.any([signal, lost.signal]);
    try {
      await takeLock(session, consumer, term);
      using _ping = keepPinging(session, lost);
      if (!term.aborted) await work(term);
    } catch (error) {
      if (!signal.aborted) log.warn({ err: error, consumer }, 'a consumer stopped, starting it again');
    } finally {
      await session.end().catch(() => undefined);
    }
    await pause(retryMs, signal);
  }
}

async function takeLock(session: pg.Client, consumer: string, term: AbortSignal): Promise<void> {
  await session.connect();
  await session.query(`set idle_session_timeout = ${idleSessionTimeoutMs}`);
  while (!term.aborted) {
    const { rows } = await session.query<{ locked: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 3)) as locked', [consumer]);
    if (rows[0]?.locked) return;
    await pause(retryMs, term);
  }
}

function keepPinging(session: pg.Client, lost: AbortController): Disposable {
  const timer = setInterval(() => session.query('select 1').catch(() => lost.abort()), pingMs);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
