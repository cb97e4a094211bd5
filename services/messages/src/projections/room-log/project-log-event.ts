import { assertNever, type LogEventType } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import type { NewLogEvent, PlacedLogEvent } from '../../domain/log-event.ts';
import type { MessagesDatabase } from '../../messages-database.ts';

type Db = Kysely<MessagesDatabase>;

/**
 * The read model of the rooms' logs: the only writer of `rooms`, `room_members`, `messages` and `sent_messages` besides
 * `append_messages`, which does for posted messages what the `MessagePosted` case does here; the rebuild compares both.
 */
export async function projectLogEvent(db: Db, event: PlacedLogEvent): Promise<void> {
  switch (event.type) {
    case 'RoomOpened': {
      const { type, name, description } = event.data;
      const at = event.at;
      await db
        .insertInto('rooms')
        .values({ room_id: event.roomId, type, name, description, head: event.seq, opened_at: at, last_activity_at: at, closed_at: null })
        .execute();
      await insertSystemLine(db, event, 'room.updated');
      return;
    }
    case 'MemberJoined': {
      const { user_id, role } = event.data;
      await db
        .insertInto('room_members')
        .values({ room_id: event.roomId, user_id, role, joined_seq: event.seq, left_seq: null })
        .onConflict((conflict) => conflict.columns(['room_id', 'user_id']).doUpdateSet({ role, joined_seq: event.seq, left_seq: null }))
        .execute();
      await moveHead(db, event);
      await insertSystemLine(db, event, 'member.joined');
      return;
    }
    case 'MemberLeft': {
      await membership(db, event, event.data.user_id).set({ left_seq: event.seq }).execute();
      await moveHead(db, event);
      await insertSystemLine(db, event, 'member.left');
      return;
    }
    case 'MemberRoleChanged': {
      await membership(db, event, event.data.user_id).set({ role: event.data.role }).execute();
      await moveHead(db, event);
      await insertSystemLine(db, event, 'member.role_changed');
      return;
    }
    case 'RoomDetailsChanged': {
      const { name, description } = event.data;
      await db.updateTable('rooms').set({ name, description }).where('room_id', '=', event.roomId).execute();
      await moveHead(db, event);
      await insertSystemLine(db, event, 'room.updated');
      return;
    }
    case 'RoomClosed': {
      await db.updateTable('rooms').set({ closed_at: event.at }).where('room_id', '=', event.roomId).execute();
      await moveHead(db, event);
      return;
    }
    case 'MessagePosted': {
      await projectMessage(db, event);
      return;
    }
    default:
      assertNever(event);
  }
}

type Posted = Extract<PlacedLogEvent, { type: 'MessagePosted' }>;

async function projectMessage(db: Db, event: Posted): Promise<void> {
  const { roomId: room_id, seq, at } = event;
  const { message_id, client_id, sender_id, content, reply_to } = event.data;
  const empty = { system: null, edited_at: null, deleted_at: null };
  await db.updateTable('rooms').set({ head: seq, last_activity_at: at }).where('room_id', '=', room_id).execute();
  await db
    .insertInto('messages')
    .values({ room_id, seq, message_id, message_type: 'text', sender_id, client_id, content, reply_to, created_at: at, ...empty })
    .execute();
  // The hash is append_messages' own, so that a rebuilt row recognises a repetition as the live one does.
  const request_hash = sql<string>`hashtextextended(${room_id}::text || coalesce(${reply_to}::text, '') || '/' || ${content}::text, 0)`;
  await db.insertInto('sent_messages').values({ sender_id, client_id, room_id, message_id, seq, request_hash, created_at: at }).execute();
}

/** What a system line keeps: the published type and its data, people as ids. */
export type SystemLine = { type: Exclude<LogEventType, 'message.posted'>; data: NewLogEvent['data'] };

async function insertSystemLine(db: Db, event: Exclude<PlacedLogEvent, Posted>, type: SystemLine['type']): Promise<void> {
  await db
    .insertInto('messages')
    .values({
      room_id: event.roomId,
      seq: event.seq,
      message_id: event.eventId,
      message_type: 'system',
      sender_id: event.data.actor_id ?? ('user_id' in event.data ? event.data.user_id : null),
      client_id: null,
      content: null,
      system: JSON.stringify({ type, data: event.data } satisfies SystemLine),
      reply_to: null,
      created_at: event.at,
      edited_at: null,
      deleted_at: null,
    })
    .execute();
}

async function moveHead(db: Db, event: PlacedLogEvent): Promise<void> {
  await db.updateTable('rooms').set({ head: event.seq }).where('room_id', '=', event.roomId).execute();
}

function membership(db: Db, event: PlacedLogEvent, userId: string) {
  return db.updateTable('room_members').where('room_id', '=', event.roomId).where('user_id', '=', userId);
}
