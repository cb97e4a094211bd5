import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import { createPool } from './create-pool.ts';

export type DatabaseOptions = {
  url: string;
  poolSize: number;
  /** Shown in `pg_stat_activity`. */
  applicationName: string;
  /** Default 10 s. Bounded, since a stuck writer holds back the publication of its service. */
  statementTimeoutMs?: number;
};

const idleInTransactionMs = 5_000;
const probeTimeoutMs = 2_000;

export type Database<Tables> = {
  db: Kysely<Tables>;
  pool: pg.Pool;
  /**
   * For readiness: whether the server answers. Asked on a connection of its own, since a pool whose connections are all at work means
   * that much is asked of the service, not that it cannot do it.
   */
  answers(): Promise<boolean>;
  close(): Promise<void>;
};

/** The service's connections to its own database. */
export function createDatabase<Tables>({ url, poolSize, applicationName, statementTimeoutMs = 10_000 }: DatabaseOptions): Database<Tables> {
  const pool = createPool({
    connectionString: url,
    max: poolSize,
    // A new connection plans every function anew: tens of milliseconds, which the first request after a quiet moment would wait for.
    idleTimeoutMillis: 5 * 60_000,
    application_name: applicationName,
    statement_timeout: statementTimeoutMs,
    // A process that hangs inside a transaction must not stop publication on the whole server for longer.
    idle_in_transaction_session_timeout: idleInTransactionMs,
    // A service's statements are short and many. What the planner takes for long ones would be compiled first, for milliseconds.
    options: '-c jit=off',
  });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const probe = createPool({ connectionString: url, max: 1, application_name: `${applicationName} probe`, query_timeout: probeTimeoutMs });
  return {
    db,
    pool,
    answers: async () => (await probe.query('select 1')).rowCount === 1,
    close: async () => {
      await Promise.all([db.destroy(), probe.end()]);
    },
  };
}
