import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createTestDatabase } from '@parley/testing';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createDatabase } from './create-database.ts';
import { eventStoreMigrations } from './event-store-migrations.ts';
import { migrate } from './migrate.ts';
import { sqlFolder } from './sql-folder.ts';
import { silentLog } from './test-store.ts';

describe('migrating', () => {
  it('runs each migration once, also when replicas start together, and later ones when they appear', async () => {
    const urls = await createTestDatabase('migrated');
    const { db, close } = createDatabase<unknown>({ url: urls.ownerUrl, poolSize: 1, applicationName: 'test' });
    try {
      const first = [
        ...eventStoreMigrations({ partitions: 2 }),
        { name: '0002_a', sql: 'create table a (n int); insert into a values (1);' },
      ];
      const run = (migrations = first) => migrate({ ownerUrl: urls.ownerUrl, migrations, log: silentLog });
      await Promise.all([run(), run(), run()]);
      await run([{ name: '0001_later_package', sql: 'insert into a values (2)' }, ...first]);
      const { rows } = await sql<{ n: number }>`select n from a order by n`.execute(db);
      expect(rows).toEqual([{ n: 1 }, { n: 2 }]);
    } finally {
      await close();
      await urls.drop();
    }
  });

  it('builds an index while others write, and leaves alone what a later release has done', async () => {
    const urls = await createTestDatabase('expanded');
    const { db, close } = createDatabase<unknown>({ url: urls.ownerUrl, poolSize: 1, applicationName: 'test' });
    try {
      const old = [
        { name: '0001_a', sql: 'create table a (n int)' },
        { name: '0002_index', sql: '-- outside a transaction\ncreate index concurrently a_n on a (n)' },
        { name: '0003_b', sql: 'create table b (n int)' },
      ];
      const run = (migrations = old) => migrate({ ownerUrl: urls.ownerUrl, migrations, log: silentLog });
      await run();
      await run([...old, { name: '0004_c', sql: 'create table c (n int)' }]);
      await run();
      const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
      expect(rows.map(({ name }) => name)).toEqual(['0001_a', '0002_index', '0003_b', '0004_c']);
      await sql`create schema parley_restore; create table parley_restore.unfinished ()`.execute(db);
      await expect(run()).rejects.toThrow('half restored');
    } finally {
      await close();
      await urls.drop();
    }
  });

  it('leaves nothing of a migration that fails', async () => {
    const urls = await createTestDatabase('failing');
    const { db, close } = createDatabase<unknown>({ url: urls.ownerUrl, poolSize: 1, applicationName: 'test' });
    try {
      const migrations = [{ name: '0001_half', sql: 'create table half (n int); select 1 / 0;' }];
      await expect(migrate({ ownerUrl: urls.ownerUrl, migrations, log: silentLog })).rejects.toThrow('division by zero');
      const { rows } = await sql<{ found: string | null }>`select to_regclass('half') as found`.execute(db);
      expect(rows).toEqual([{ found: null }]);
    } finally {
      await close();
      await urls.drop();
    }
  });

  it('reads a folder in order of its numbers and refuses other names', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'migrations-'));
    try {
      await writeFile(join(folder, '0010_b.sql'), 'b');
      await writeFile(join(folder, '0002_a.sql'), 'a');
      await mkdir(join(folder, 'notes'));
      expect(await sqlFolder(pathToFileURL(folder))).toEqual([
        { name: '0002_a', sql: 'a' },
        { name: '0010_b', sql: 'b' },
      ]);
      await writeFile(join(folder, 'c.sql'), 'c');
      await expect(sqlFolder(pathToFileURL(folder))).rejects.toThrow('not c.sql');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
