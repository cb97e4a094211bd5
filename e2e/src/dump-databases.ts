import type { Stack } from '@parley/testing';
import pg from 'pg';

/** Every row of every table of every service's database as text: what a dump of it would hold. */
export async function dumpDatabases(stack: Stack): Promise<Map<string, string>> {
  const dumps = new Map<string, string>();
  for (const [service, { ownerUrl }] of Object.entries(stack.databases)) {
    const client = new pg.Client({ connectionString: ownerUrl });
    await client.connect();
    const { rows: tables } = await client.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') order by 1`,
    );
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
      dumps.set(`${service}.${name}`, rows.map(({ row }) => row).join('\n'));
    }
    await client.end();
  }
  return dumps;
}
