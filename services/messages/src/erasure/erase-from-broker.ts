import { setTimeout as delay } from 'node:timers/promises';
import { eraseMentions, type Nats } from '@parley/messaging';
import type { Kysely } from 'kysely';
import type { MessagesDatabase } from '../messages-database.ts';

export type BrokerErasure = { db: Kysely<MessagesDatabase>; nats: Nats; everyMs?: number };

const messagesPerTurn = 1_000;
/** A turn is over long before; a replica that dies during one is replaced after it. */
const turnMs = 60_000;

/**
 * Frames carry the names of those who wrote or are quoted, and the broker keeps them for days. This goes through the rooms of people
 * who were deleted and takes out what mentions them. A consumer that has not read it yet reads it from this service, where the name
 * is "Deleted user".
 */
export async function eraseFromBroker({ db, nats, everyMs = 2_000 }: BrokerErasure, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    while (!signal.aborted && (await takeTurn({ db, nats }))) {}
    await delay(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

/** A bounded piece of one room. False when nothing is due. */
async function takeTurn({ db, nats }: BrokerErasure): Promise<boolean> {
  const due = await claim(db);
  if (!due) return false;
  const { user_id, room_id, next_sequence } = due;
  const where = { service: 'messages', streamId: room_id, containing: user_id, from: Number(next_sequence) } as const;
  const next = await eraseMentions(nats, { ...where, limit: messagesPerTurn });
  if (next === undefined) await db.deleteFrom('name_erasures').where('user_id', '=', user_id).where('room_id', '=', room_id).execute();
  else await saveProgress(db, due, next);
  return true;
}

async function claim(db: BrokerErasure['db']) {
  const now = new Date();
  return db.transaction().execute(async (trx) => {
    const due = await trx
      .selectFrom('name_erasures')
      .select(['user_id', 'room_id', 'next_sequence'])
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (due)
      await row(trx, due)
        .set({ due_at: new Date(now.getTime() + turnMs) })
        .execute();
    return due;
  });
}

async function saveProgress(db: BrokerErasure['db'], due: { user_id: string; room_id: string }, next: number): Promise<void> {
  await row(db, due)
    .set({ next_sequence: String(next), due_at: new Date() })
    .execute();
}

function row(db: BrokerErasure['db'], { user_id, room_id }: { user_id: string; room_id: string }) {
  return db.updateTable('name_erasures').where('user_id', '=', user_id).where('room_id', '=', room_id);
}
