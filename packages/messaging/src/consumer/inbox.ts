import { type QueryExecutorProvider, sql } from 'kysely';

/** The last version of each stream that took effect here. */
export type Inbox = Map<string, number>;

export async function readInbox(trx: QueryExecutorProvider, consumer: string, streamIds: readonly string[]): Promise<Inbox> {
  const { rows } = await sql<{ stream_id: string; version: number }>`
    select stream_id, version from consumer_streams
    where consumer = ${consumer} and stream_id = any (${[...new Set(streamIds)]}::uuid[])`.execute(trx);
  return new Map(rows.map((row) => [row.stream_id, row.version]));
}

export async function saveInbox(trx: QueryExecutorProvider, consumer: string, changed: Inbox): Promise<void> {
  if (changed.size === 0) return;
  await sql`
    insert into consumer_streams (consumer, stream_id, version)
    select ${consumer}, s.stream_id, s.version
    from unnest(${[...changed.keys()]}::uuid[], ${[...changed.values()]}::int[]) as s (stream_id, version)
    on conflict (consumer, stream_id) do update set version = excluded.version`.execute(trx);
}
