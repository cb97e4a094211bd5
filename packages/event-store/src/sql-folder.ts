import { readdir, readFile } from 'node:fs/promises';
import type { SqlMigration } from './migrate.ts';

/** The numbered `.sql` files of a folder, in order: `await sqlFolder(new URL('../migrations/', import.meta.url))`. */
export async function sqlFolder(folder: URL): Promise<SqlMigration[]> {
  const base = folder.href.endsWith('/') ? folder : new URL(`${folder.href}/`);
  const files = (await readdir(base)).filter((file) => file.endsWith('.sql')).sort();
  const misnamed = files.find((file) => !/^\d{4}_[a-z0-9_]+\.sql$/.test(file));
  if (misnamed) throw new Error(`a migration is named like 0002_room_log.sql, not ${misnamed}`);
  return Promise.all(
    files.map(async (file) => ({ name: file.slice(0, -'.sql'.length), sql: await readFile(new URL(file, base), 'utf8') })),
  );
}
