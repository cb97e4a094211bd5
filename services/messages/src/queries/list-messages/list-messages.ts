import type { History, Message } from '@parley/contracts';
import type { Kysely, Transaction } from 'kysely';
import type { MessagesDatabase } from '../../messages-database.ts';
import type { UserProfiles } from '../../projections/users/user-profiles.ts';
import { showMessages, toMessages } from '../show-messages.ts';
import { type HistoryPage, readHistoryRows } from './read-history-rows.ts';

type Sources = { db: Kysely<MessagesDatabase>; profiles: UserProfiles };

/**
 * A page of a room's history, oldest first. One range of the primary key, whatever the size of the room. `head` and the rows are of
 * one instant: clients lay later changes over the page and leave out those that it has already.
 */
export async function listMessages({ db, profiles }: Sources, roomId: string, page: HistoryPage): Promise<History> {
  const { head, rows, next, near } = await readHistoryRows(db, roomId, page);
  const messages = await showMessages(profiles, rows, near);
  return { messages, next_cursor: next === undefined ? null : String(next), has_more: next !== undefined, head };
}

/** What several statements read is one state of the database. They must not ask for another connection meanwhile. */
export function atOneInstant<Result>(
  db: Kysely<MessagesDatabase>,
  read: (trx: Transaction<MessagesDatabase>) => Promise<Result>,
): Promise<Result> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
}

/** One message by its place. @throws when there is none */
export async function readMessage(sources: Sources, roomId: string, seq: number): Promise<Message> {
  const row = await sources.db
    .selectFrom('messages')
    .selectAll()
    .where('room_id', '=', roomId)
    .where('seq', '=', seq)
    .executeTakeFirstOrThrow();
  const [message] = await toMessages(sources, [row]);
  if (!message) throw new Error('a stored message was not shown');
  return message;
}
