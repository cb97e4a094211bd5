import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { createTestStore } from './test-store.ts';

it('survives connections that are ended while they are at work', async () => {
  // The driver reports it by an event of the connection, and once ended the process with it.
  await using store = await createTestStore({ partitions: 1 });
  const ended = store.db.transaction().execute((trx) => sql`select pg_terminate_backend(pg_backend_pid())`.execute(trx));
  await expect(ended).rejects.toThrow(/terminat/);
  expect((await sql`select 1 as one`.execute(store.db)).rows).toEqual([{ one: 1 }]);
});
