import pg from 'pg';

export type Inspection = AsyncDisposable & { client: pg.Client };

/** One moment of a database, for an administrator's look at it. Read-only, without a transaction id: it holds back nobody's relay. */
export async function openInspection(ownerUrl: string): Promise<Inspection> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'parley inspect', connectionTimeoutMillis: 10_000 });
  // What breaks is heard of by the query that waits.
  client.on('error', () => undefined);
  await client.connect();
  await client.query("begin isolation level repeatable read read only; set local jit = off; set local work_mem = '128MB'");
  return { client, [Symbol.asyncDispose]: () => client.end() };
}
