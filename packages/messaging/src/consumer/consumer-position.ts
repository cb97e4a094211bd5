import type { Position, PublishingService } from '@parley/contracts';
import { type QueryExecutorProvider, sql } from 'kysely';

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
