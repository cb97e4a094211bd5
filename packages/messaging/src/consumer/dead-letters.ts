import { eventsAfterRpc, type Position } from '@parley/contracts';
import { type QueryExecutorProvider, sql } from 'kysely';
import type { Nats } from '../connect-nats.ts';
import { requestRpc } from '../rpc/request-rpc.ts';
import type { ConsumedEvent } from './consumed-event.ts';
import type { ConsumerOptions } from './consumer-options.ts';
import { consumerName } from './consumer-position.ts';
import { toConsumedEvent } from './to-consumed-event.ts';

/** An event that was given up. Without its content: that stays with the owner. */
export type DeadLetter = {
  id: string;
  consumer: string;
  event_id: string;
  stream_id: string;
  version: number;
  type: string;
  position: Position;
  previous: Position;
  epoch: string;
  error: string;
  tries: number;
  failed_at: Date;
};

const maxErrorLength = 500;

export async function insertDeadLetter(
  trx: QueryExecutorProvider,
  consumer: string,
  event: ConsumedEvent,
  { error, tries }: { error: unknown; tries: number },
): Promise<void> {
  const text = (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, maxErrorLength);
  await sql`
    insert into dead_letters (consumer, event_id, stream_id, version, type, position, previous, epoch, error, tries)
    values (${consumer}, ${event.eventId}, ${event.streamId}, ${event.version}, ${event.type},
      ${event.position}, ${event.previous}, ${event.epoch}, ${text}, ${tries})
    on conflict (consumer, event_id) do nothing`.execute(trx);
}

/** The oldest first. */
export async function listDeadLetters(db: QueryExecutorProvider, limit = 100): Promise<DeadLetter[]> {
  const { rows } = await sql<DeadLetter>`select * from dead_letters order by id limit ${limit}`.execute(db);
  return rows;
}

export type RetryDeadLetterOptions<Tables> = Pick<ConsumerOptions<Tables>, 'nats' | 'db' | 'service' | 'durable' | 'handle' | 'prepare'>;

/**
 * Reads the event from its owner and handles it, late: what came after it has taken effect already.
 * `not found`: no such letter of this consumer, or the owner was restored to a time before the event.
 * @throws what the handler throws; the letter stays then
 */
export async function retryDeadLetter<Tables>(options: RetryDeadLetterOptions<Tables>, id: string): Promise<'handled' | 'not found'> {
  const { db, service, durable, nats } = options;
  const { rows } = await sql<DeadLetter>`
    select * from dead_letters where id = ${id} and consumer = ${consumerName(service, durable)}`.execute(db);
  const [letter] = rows;
  const event = letter && (await fetchEvent(nats, options, letter));
  if (!event) return 'not found';
  return db.transaction().execute(async (trx) => {
    await options.prepare?.(trx, [event]);
    const { numAffectedRows } = await sql`delete from dead_letters where id = ${id}`.execute(trx);
    // Somebody else was faster.
    if (numAffectedRows !== 1n) return 'not found';
    await options.handle(trx, event);
    return 'handled';
  });
}

async function fetchEvent(
  nats: Nats,
  { service }: Pick<ConsumerOptions<unknown>, 'service'>,
  letter: DeadLetter,
): Promise<ConsumedEvent | undefined> {
  const page = await requestRpc(nats, eventsAfterRpc(service), { after: letter.previous, limit: 1 });
  const [found] = page.events;
  return found?.eventId === letter.event_id ? toConsumedEvent(service, page.epoch, found) : undefined;
}
