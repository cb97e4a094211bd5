import pg from 'pg';
import type { Logger } from 'pino';
import { pause } from './pause.ts';

export type LeaderOptions = {
  url: string;
  /** One leader at a time per name and database. */
  lockName: string;
  signal: AbortSignal;
  log: Logger;
  /** Runs while this process leads. Its signal ends when the lock may be gone; `connection` is the one that holds it. */
  lead: (signal: AbortSignal, connection: pg.Client) => Promise<void>;
  /** How often a follower tries. */
  retryMs?: number;
};

const pingMs = 1_500;
const idleSessionTimeoutMs = 5_000;

/**
 * Leads whenever nobody else does, until `signal` ends. The lock is a session's: it goes with the process, and a process that
 * was stopped (SIGSTOP) loses it too, since Postgres ends a session that was silent for 5 s and a live leader pings.
 * Rejects when `lead` does; a lost connection is not an error, it is the end of a term.
 */
export async function runAsLeader(options: LeaderOptions): Promise<void> {
  const { signal, log, lockName, retryMs = 250 } = options;
  while (!signal.aborted) {
    const lost = new AbortController();
    try {
      await serveOneTerm(options, lost, retryMs);
    } catch (error) {
      if (!lost.signal.aborted) throw error;
      log.warn({ err: error, lock: lockName }, 'leader lock lost, trying again');
    }
    await pause(retryMs, signal);
  }
}

async function serveOneTerm(options: LeaderOptions, lost: AbortController, retryMs: number): Promise<void> {
  const { lockName, log, lead } = options;
  const connection = createConnection(options, lost);
  const term = AbortSignal.any([options.signal, lost.signal]);
  try {
    if (!(await campaign(connection, lockName, term, retryMs).catch((error: unknown) => endTerm(lost, error)))) return;
    log.info({ lock: lockName }, 'leading');
    using _ping = startPinging(connection, lost);
    try {
      await lead(term, connection);
    } catch (error) {
      // A query that failed because the connection broke may be heard of before the connection's own event.
      await connection.query('select 1').catch(() => lost.abort(error));
      throw error;
    }
  } finally {
    // Our own goodbye is not a loss.
    connection.removeAllListeners('end');
    await connection.end().catch(() => undefined);
  }
}

function createConnection({ url, lockName }: LeaderOptions, lost: AbortController): pg.Client {
  const connection = new pg.Client({
    connectionString: url,
    application_name: `leader ${lockName}`,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
    query_timeout: 15_000,
  });
  connection.on('error', (error) => lost.abort(error));
  connection.on('end', () => lost.abort());
  return connection;
}

async function campaign(connection: pg.Client, lockName: string, term: AbortSignal, retryMs: number): Promise<boolean> {
  await connection.connect();
  await connection.query(`set idle_session_timeout = ${idleSessionTimeoutMs}`);
  return acquire(connection, lockName, term, retryMs);
}

function endTerm(lost: AbortController, error: unknown): never {
  lost.abort(error);
  throw error;
}

/** Tries rather than waits: a statement that waits for a lock holds back vacuum for as long. */
async function acquire(connection: pg.Client, lockName: string, term: AbortSignal, retryMs: number): Promise<boolean> {
  while (!term.aborted) {
    const { rows } = await connection.query<{ locked: boolean }>({
      name: 'try-lock',
      text: 'select pg_try_advisory_lock(hashtextextended($1, 1)) as locked',
      values: [lockName],
    });
    if (rows[0]?.locked) return true;
    await pause(retryMs, term);
  }
  return false;
}

function startPinging(connection: pg.Client, lost: AbortController): Disposable {
  const timer = setInterval(() => connection.query('select 1').catch((error: unknown) => lost.abort(error)), pingMs);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
