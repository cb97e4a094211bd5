import pg from 'pg';
import type { Logger } from 'pino';

export type ScrubReport = {
  /** Partitions that were written anew. */
  tables: string[];
  /** Whether Postgres has put its write-ahead log behind it; otherwise a superuser has to: CHECKPOINT, pg_switch_wal(), CHECKPOINT. */
  checkpointed: boolean;
};

const tables = `
  select distinct format('%I', c.relname) as name
  from pg_class c left join pg_inherits i on i.inhrelid = c.oid left join pg_class p on p.oid = i.inhparent
  where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
    and coalesce(p.relname, c.relname) in ('events', 'messages', 'message_versions', 'sent_messages')
  order by name`;

/**
 * Takes what deletions have left behind off Postgres' disk. A deletion empties the rows at once, but Postgres keeps the former
 * version of a row in its page until the space is used again, and in the write-ahead log until that is recycled. This writes the
 * tables anew, one after the other (each is locked meanwhile: some seconds for a million messages), and closes the log.
 * Old log files are deleted rather than used again where `wal_recycle` is off. Does nothing when nothing was erased since the last time.
 */
export async function scrubMessages({ ownerUrl, log }: { ownerUrl: string; log: Logger }): Promise<ScrubReport> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'parley scrub' });
  await client.connect();
  try {
    const { rows: due } = await client.query<{ due: boolean }>(
      "select exists (select from erasures where erased_at > coalesce((select max(scrubbed_at) from scrubs), '-infinity')) as due",
    );
    const { rows } = due[0]?.due ? await client.query<{ name: string }>(tables) : { rows: [] };
    const { rows: begun } = await client.query<{ at: Date }>('select clock_timestamp() as at');
    for (const { name } of rows) {
      log.info({ table: name }, 'writing a table anew');
      await client.query(`vacuum (full) ${name}`);
    }
    const checkpointed = rows.length > 0 && (await closeLog(client, log));
    if (rows.length > 0) await client.query('insert into scrubs (scrubbed_at) values ($1)', [begun[0]?.at]);
    return { tables: rows.map((row) => row.name), checkpointed };
  } finally {
    await client.end();
  }
}

/** Two checkpoints: the first lets go of the files of the tables before, the second of the log up to the switch. */
async function closeLog(client: pg.Client, log: Logger): Promise<boolean> {
  try {
    for (const statement of ['checkpoint', 'select pg_switch_wal()', 'checkpoint']) await client.query(statement);
    return true;
  } catch (error) {
    log.warn({ err: error }, 'the owner of the tables may not close the write-ahead log: a superuser has to');
    return false;
  }
}
