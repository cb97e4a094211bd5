import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { createTestDatabase } from './test-servers.ts';

describe('createTestDatabase', () => {
  it('gives the runtime role access to what the owner grants, and no right to create', async () => {
    const database = await createTestDatabase('rooms');
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    const runtime = new pg.Client({ connectionString: database.url });
    await Promise.all([owner.connect(), runtime.connect()]);
    await owner.query('create table notes (text text)');
    await owner.query(`do $$ begin execute format('grant insert on notes to %I', current_database()); end $$`);

    await runtime.query(`insert into notes values ('hello')`);
    await expect(runtime.query('select * from notes')).rejects.toThrow('permission denied');
    await expect(runtime.query('create table other (id int)')).rejects.toThrow('permission denied');

    await Promise.all([owner.end(), runtime.end()]);
    await database.drop();
  });
});
