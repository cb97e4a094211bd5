import type pg from 'pg';

/** Beside the schema of the service, which a restore makes anew. */
const mark = 'parley_restore.unfinished';

/** A restore began and did not end: some databases may be those of the backup, some empty, and the positions in them are of no use. */
export class HalfRestoredError extends Error {
  override readonly name = 'HalfRestoredError';
  readonly code = 'half_restored';

  constructor() {
    super('This database is half restored: `parley restore` began and did not end. Run it again; nothing starts on it before.');
  }
}

/** With the owner's role, before anything is changed. */
export async function beginRestore(client: pg.ClientBase, backup: string): Promise<void> {
  await client.query('create schema if not exists parley_restore');
  await client.query(`create table if not exists ${mark} (backup text not null, begun_at timestamptz not null default clock_timestamp())`);
  await client.query(`insert into ${mark} (backup) values ($1)`, [backup]);
}

/** When every database of the installation is whole. */
export async function endRestore(client: pg.ClientBase): Promise<void> {
  await client.query('drop schema if exists parley_restore cascade');
}

/** @throws HalfRestoredError */
export async function refuseHalfRestored(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ found: boolean }>(`select to_regclass('${mark}') is not null as found`);
  if (rows[0]?.found === true) throw new HalfRestoredError();
}
