import type { Message } from '@parley/contracts';
import { ProblemError } from '@parley/service-kit';
import type { Kysely } from 'kysely';
import type { MessageRow, MessagesDatabase } from '../messages-database.ts';
import type { UserProfiles } from '../projections/users/user-profiles.ts';
import { toMessages, type Viewer } from './show-messages.ts';

type Db = Kysely<MessagesDatabase>;
/** Who reads: where the room shows its past only from one's joining on, nothing before it is there. */
export type Reader = { userId: string };

/**
 * A message that people wrote, by its id. Deleted ones are found too.
 * @throws ProblemError not_found
 */
export async function findMessage(db: Db, roomId: string, messageId: string, reader?: Reader): Promise<MessageRow> {
  let query = db
    .selectFrom('messages as m')
    .innerJoin('rooms as r', 'r.room_id', 'm.room_id')
    .selectAll('m')
    .where('m.room_id', '=', roomId)
    .where('m.message_id', '=', messageId)
    .where('m.message_type', '=', 'text');
  if (reader) {
    query = query.where(({ eb, or, exists, selectFrom }) =>
      or([
        eb('r.history_visibility', '=', 'all'),
        exists(
          selectFrom('room_members as p')
            .select('p.room_id')
            .whereRef('p.room_id', '=', 'm.room_id')
            .where('p.user_id', '=', reader.userId)
            .whereRef('p.joined_seq', '<', 'm.seq'),
        ),
      ]),
    );
  }
  const row = await query.executeTakeFirst();
  if (!row) throw new ProblemError('not_found', 'The message is not in this room');
  return row;
}

export async function readMessageById(
  sources: { db: Db; profiles: UserProfiles },
  roomId: string,
  messageId: string,
  viewer: Viewer = {},
): Promise<Message> {
  const [message] = await toMessages(sources, [await findMessage(sources.db, roomId, messageId)], viewer);
  if (!message) throw new Error('a stored message was not shown');
  return message;
}
