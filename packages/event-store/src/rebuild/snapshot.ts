import type pg from 'pg';

/** One moment of the database, to be read for as long as it is open. It has no transaction id and holds back nobody. */
export type Snapshot = AsyncDisposable & {
  client: pg.PoolClient;
  /** For `pg_visible_in_snapshot`. */
  id: string;
};

export async function openSnapshot(pool: pg.Pool): Promise<Snapshot> {
  const client = await pool.connect();
  await client.query('begin isolation level repeatable read read only');
  const { rows } = await client.query<{ id: string }>('select pg_current_snapshot()::text as id');
  return {
    client,
    id: rows[0]?.id ?? '',
    [Symbol.asyncDispose]: async () => {
      await client.query('rollback');
      client.release();
    },
  };
}
