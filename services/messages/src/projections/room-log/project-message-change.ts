import { assertNever } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import type { PlacedLogEvent } from '../../domain/log-event.ts';
import type { MessagesDatabase } from '../../messages-database.ts';

type Db = Kysely<MessagesDatabase>;
/** The events that happen to a message after it was posted. */
export type ChangeEvent = Extract<PlacedLogEvent, { data: { message_seq: number } }>;
type Of<Type extends ChangeEvent['type']> = Extract<ChangeEvent, { type: Type }>;

export async function projectMessageChange(db: Db, event: ChangeEvent): Promise<void> {
  const { roomId: room_id } = event;
  const { message_seq } = event.data;
  switch (event.type) {
    case 'MessageEdited':
      return projectEdit(db, event);
    case 'MessageDeleted':
      return projectDeletion(db, event);
    case 'MessagePinned': {
      const pin = { pinned_seq: event.seq, pinned_by: event.data.actor_id, pinned_at: event.at };
      await db
        .insertInto('pins')
        .values({ room_id, message_seq, ...pin })
        .execute();
      return;
    }
    case 'MessageUnpinned':
      await db.deleteFrom('pins').where('room_id', '=', room_id).where('message_seq', '=', message_seq).execute();
      return;
    case 'ReactionAdded': {
      const { emoji, user_id } = event.data;
      await db.insertInto('reactions').values({ room_id, message_seq, emoji, user_id, seq: event.seq }).execute();
      await db
        .insertInto('reaction_kinds')
        .values({ room_id, message_seq, emoji, first_seq: event.seq, count: 1 })
        .onConflict((conflict) =>
          conflict.columns(['room_id', 'message_seq', 'emoji']).doUpdateSet({ count: sql`reaction_kinds.count + 1` }),
        )
        .execute();
      return;
    }
    case 'ReactionRemoved':
      return projectReactionRemoved(db, event);
    default:
      assertNever(event);
  }
}

/** The text before is kept as a version; with the first edit, so is the text that was posted. */
async function projectEdit(db: Db, { roomId: room_id, seq, at, data }: Of<'MessageEdited'>): Promise<void> {
  const { message_seq, content, mentions, mentions_everyone } = data;
  const place = { room_id, message_seq };
  await db
    .insertInto('message_versions')
    .columns(['room_id', 'message_seq', 'seq', 'content', 'written_at'])
    .expression((eb) =>
      eb
        .selectFrom('messages')
        .select(({ ref, fn, val }) => [
          'room_id',
          ref('seq').as('message_seq'),
          'seq',
          fn.coalesce('content', val('')).as('content'),
          'created_at',
        ])
        .where('room_id', '=', room_id)
        .where('seq', '=', message_seq)
        .where('edited_at', 'is', null),
    )
    .execute();
  await db
    .insertInto('message_versions')
    .values({ ...place, seq, content, written_at: at })
    .execute();
  await messageAt(db, place)
    .set({ content, edited_at: at, mentions: mentions.length > 0 ? mentions : null, mentions_everyone })
    .execute();
  await db.deleteFrom('mentions').where('room_id', '=', room_id).where('seq', '=', message_seq).execute();
  if (mentions.length > 0) {
    await db
      .insertInto('mentions')
      .values(mentions.map((user_id) => ({ user_id, room_id, seq: message_seq })))
      .execute();
  }
}

/** The row keeps its place, and nothing of what was said. */
async function projectDeletion(db: Db, { roomId: room_id, at, data }: Of<'MessageDeleted'>): Promise<void> {
  const place = { room_id, message_seq: data.message_seq };
  const nothing = { content: '', edited_at: null, attachments: null, mentions: null, mentions_everyone: null };
  const { client_id } = await messageAt(db, place)
    .set({ ...nothing, deleted_at: at })
    .returning('client_id')
    .executeTakeFirstOrThrow();
  await db
    .updateTable('sent_messages')
    .set({ request_hash: null })
    .where('sender_id', '=', data.sender_id)
    .where('client_id', '=', client_id)
    // Not that of the original, where this room is an imported copy.
    .where('room_id', '=', room_id)
    .execute();
  await db.deleteFrom('mentions').where('room_id', '=', room_id).where('seq', '=', data.message_seq).execute();
  for (const table of ['message_versions', 'reaction_kinds', 'reactions', 'pins'] as const) {
    await db.deleteFrom(table).where('room_id', '=', room_id).where('message_seq', '=', data.message_seq).execute();
  }
}

async function projectReactionRemoved(db: Db, { roomId: room_id, data }: Of<'ReactionRemoved'>): Promise<void> {
  const { message_seq, emoji, user_id } = data;
  await db
    .deleteFrom('reactions')
    .where('room_id', '=', room_id)
    .where('message_seq', '=', message_seq)
    .where('emoji', '=', emoji)
    .where('user_id', '=', user_id)
    .execute();
  const { count } = await db
    .updateTable('reaction_kinds')
    .set(({ eb }) => ({ count: eb('count', '-', 1) }))
    .where('room_id', '=', room_id)
    .where('message_seq', '=', message_seq)
    .where('emoji', '=', emoji)
    .returning('count')
    .executeTakeFirstOrThrow();
  if (count > 0) return;
  await db
    .deleteFrom('reaction_kinds')
    .where('room_id', '=', room_id)
    .where('message_seq', '=', message_seq)
    .where('emoji', '=', emoji)
    .execute();
}

function messageAt(db: Db, { room_id, message_seq }: { room_id: string; message_seq: number }) {
  return db.updateTable('messages').where('room_id', '=', room_id).where('seq', '=', message_seq);
}
