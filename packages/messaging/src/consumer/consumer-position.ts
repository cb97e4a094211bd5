import type { Position, PublishingService } from '@parley/contracts';
import { type QueryExecutorProvider, type RawBuilder, sql } from 'kysely';

/** How far a consumer has come, in whose lifetime of the log. */
export type ConsumerPosition = { position: Position; epoch: string };

/** A consumer's name in the tables and in metrics. */
export function consumerName(service: PublishingService, durable: string): string {
  return `${service}:${durable}`;
}

export async function createPosition(db: QueryExecutorProvider, consumer: string): Promise<void> {
  await sql`insert into consumer_positions (consumer) values (${consumer}) on conflict do nothing`.execute(db);
}

export async function readPosition(db: QueryExecutorProvider, consumer: string): Promise<ConsumerPosition> {
  const { rows } = await sql<ConsumerPosition>`select position, epoch from consumer_positions where consumer = ${consumer}`.execute(db);
  const [row] = rows;
  if (!row) throw new Error(`consumer ${consumer} has no position`);
  return row;
}

/**
 * Makes this transaction the only one that applies events for the consumer. Not a row lock: that would give the transaction its
 * id before the handler has locked the streams that it writes to, and their publication order would be wrong.
 */
export async function lockConsumer(trx: QueryExecutorProvider, consumer: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${consumer}, 2))`.execute(trx);
}

export async function savePosition(trx: QueryExecutorProvider, consumer: string, { position, epoch }: ConsumerPosition): Promise<void> {
  await sql`update consumer_positions set position = ${position}, epoch = ${epoch}, updated_at = clock_timestamp()
    where consumer = ${consumer}`.execute(trx);
}

/** A position in SQL, comparable: the text is `<transaction id>-<position>`. */
const placeOf = (text: RawBuilder<unknown>) => sql`(split_part(${text}, '-', 1)::xid8, split_part(${text}, '-', 2)::bigint)`;

/**
 * Moves the position over events without effect, in one statement. False, having done nothing, when it is not where `previous` says,
 * nor between that and `to`, or when a transaction that applies events is under way.
 */
export async function passOver(
  db: QueryExecutorProvider,
  consumer: string,
  { previous, to }: { previous: Position; to: ConsumerPosition },
): Promise<boolean> {
  const { rows } = await sql`update consumer_positions set position = ${to.position}, updated_at = clock_timestamp()
    where consumer = ${consumer} and epoch = ${to.epoch}
      and ${placeOf(sql`position`)} >= ${placeOf(sql`${previous}::text`)} and ${placeOf(sql`position`)} <= ${placeOf(sql`${to.position}::text`)}
      and pg_try_advisory_xact_lock(hashtextextended(${consumer}, 2))
    returning consumer`.execute(db);
  return rows.length === 1;
}

/** The last version of each stream that took effect here: what makes a repeated event do nothing. */
export type Inbox = Map<string, number>;

/** Position and inbox in one round trip: every transaction begins with this. */
export async function readProgress(
  trx: QueryExecutorProvider,
  consumer: string,
  streamIds: readonly string[],
): Promise<ConsumerPosition & { inbox: Inbox }> {
  const { rows } = await sql<ConsumerPosition & { streams: string[] | null; versions: number[] | null }>`
    select p.position, p.epoch, s.streams, s.versions
    from consumer_positions p, lateral (
      select array_agg(stream_id::text) as streams, array_agg(version) as versions from consumer_streams
      where consumer = p.consumer and stream_id = any (${[...new Set(streamIds)]}::uuid[])
    ) s
    where p.consumer = ${consumer}`.execute(trx);
  const [row] = rows;
  if (!row) throw new Error(`consumer ${consumer} has no position`);
  const { position, epoch, streams, versions } = row;
  return { position, epoch, inbox: new Map((streams ?? []).map((stream, index) => [stream, versions?.[index] ?? 0])) };
}

/** Position and changed inbox, again in one. */
export async function saveProgress(trx: QueryExecutorProvider, consumer: string, to: ConsumerPosition, changed: Inbox): Promise<void> {
  await sql`
    with inbox as (
      insert into consumer_streams (consumer, stream_id, version)
      select ${consumer}, s.stream_id, s.version
      from unnest(${[...changed.keys()]}::uuid[], ${[...changed.values()]}::int[]) as s (stream_id, version)
      on conflict (consumer, stream_id) do update set version = excluded.version
    )
    update consumer_positions set position = ${to.position}, epoch = ${to.epoch}, updated_at = clock_timestamp()
    where consumer = ${consumer}`.execute(trx);
}
