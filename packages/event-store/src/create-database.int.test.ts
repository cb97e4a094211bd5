import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { createDatabase } from './create-database.ts';
import { createTestStore } from './test-store.ts';

it('survives connections that are ended while they are at work', async () => {
  // The driver reports it by an event of the connection, and once ended the process with it.
  await using store = await createTestStore({ partitions: 1 });
  const ended = store.db.transaction().execute((trx) => sql`select pg_terminate_backend(pg_backend_pid())`.execute(trx));
  await expect(ended).rejects.toThrow(/terminat/);
  expect((await sql`select 1 as one`.execute(store.db)).rows).toEqual([{ one: 1 }]);
});

it('answers while all of its connections are at work', async () => {
  // A service that much was asked of was once taken for one whose database was gone, and got no requests at all.
  await using store = await createTestStore({ partitions: 1 });
  const database = createDatabase({ url: store.urls.url, poolSize: 1, applicationName: 'test' });
  const busy = sql`select pg_sleep(1)`.execute(database.db);
  const startedAt = performance.now();
  expect(await database.answers()).toBe(true);
  expect(performance.now() - startedAt).toBeLessThan(900);
  await busy;
  await database.close();
});
