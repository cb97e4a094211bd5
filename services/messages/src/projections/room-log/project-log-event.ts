import { assertNever, type LogEventType, type MessageChange as MessageChanged } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import type { NewLogEvent, PlacedLogEvent, RoomDetails } from '../../domain/log-event.ts';
import type { MessagesDatabase } from '../../messages-database.ts';
import { type ChangeEvent, projectMessageChange } from './project-message-change.ts';

type Db = Kysely<MessagesDatabase>;

/**
 * The read model of the rooms' logs: the only writer of its tables besides
 * `append_messages`, which does for posted messages what the `MessagePosted` case does here; the rebuild compares both.
 */
export async function projectLogEvent(db: Db, event: PlacedLogEvent): Promise<void> {
  switch (event.type) {
    case 'RoomOpened': {
      const { type } = event.data;
      const at = event.at;
      await db
        .insertInto('rooms')
        .values({
          room_id: event.roomId,
          type,
          ...detailColumns(event.data),
          head: event.seq,
          opened_at: at,
          last_activity_at: at,
          closed_at: null,
        })
        .execute();
      await insertSystemLine(db, event, 'room.updated');
      return;
    }
    case 'MemberJoined': {
      await projectJoinings(db, [event]);
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
      await db.updateTable('rooms').set(detailColumns(event.data)).where('room_id', '=', event.roomId).execute();
      await moveHead(db, event);
      await insertSystemLine(db, event, 'room.updated');
      return;
    }
    case 'WritingClosed':
    case 'WritingOpened': {
      const writing_closed = event.type === 'WritingClosed';
      await db.updateTable('rooms').set({ writing_closed }).where('room_id', '=', event.roomId).execute();
      await moveHead(db, event);
      await insertSystemLines(db, [event], 'room.updated', event.type);
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
    case 'MessageEdited':
    case 'MessageDeleted':
    case 'MessagePinned':
    case 'MessageUnpinned':
    case 'ReactionAdded':
    case 'ReactionRemoved': {
      await projectMessageChange(db, event);
      await moveHead(db, event);
      return;
    }
    default:
      assertNever(event);
  }
}

/**
 * Events of one room, in order. Joinings that follow each other are written together: a group may begin with hundreds of people,
 * and a transaction that writes for long holds back the relay.
 */
export async function projectLogEvents(db: Db, events: readonly PlacedLogEvent[]): Promise<void> {
  let joinings: Joined[] = [];
  for (const event of events) {
    if (event.type === 'MemberJoined') {
      joinings.push(event);
      continue;
    }
    await projectJoinings(db, joinings);
    joinings = [];
    await projectLogEvent(db, event);
  }
  await projectJoinings(db, joinings);
}

type Joined = Extract<PlacedLogEvent, { type: 'MemberJoined' }>;

async function projectJoinings(db: Db, events: readonly Joined[]): Promise<void> {
  const last = events.at(-1);
  if (!last) return;
  // Whoever is named twice joined last where they were named last.
  const members = new Map(
    events.map(({ roomId: room_id, seq: joined_seq, at: joined_at, data: { user_id, role } }) => [
      user_id,
      { room_id, user_id, role, joined_seq, joined_at, left_seq: null },
    ]),
  );
  await db
    .insertInto('room_members')
    .values([...members.values()])
    .onConflict((conflict) =>
      conflict.columns(['room_id', 'user_id']).doUpdateSet(({ ref }) => ({
        role: ref('excluded.role'),
        joined_seq: ref('excluded.joined_seq'),
        joined_at: ref('excluded.joined_at'),
        left_seq: null,
      })),
    )
    .execute();
  await moveHead(db, last);
  await insertSystemLines(db, events, 'member.joined');
}

type Posted = Extract<PlacedLogEvent, { type: 'MessagePosted' }>;

async function projectMessage(db: Db, event: Posted): Promise<void> {
  const { roomId: room_id, seq, at } = event;
  const { message_id, client_id, sender_id, content, reply_to, mentions, mentions_everyone } = event.data;
  const { text_count: text_nr } = await db
    .updateTable('rooms')
    .set(({ eb }) => ({ head: seq, last_activity_at: at, text_count: eb('text_count', '+', 1) }))
    .where('room_id', '=', room_id)
    .returning('text_count')
    .executeTakeFirstOrThrow();
  const attachments = event.data.attachments.length > 0 ? JSON.stringify(event.data.attachments) : null;
  await db
    .insertInto('messages')
    .values({
      room_id,
      seq,
      message_id,
      message_type: 'text',
      sender_id,
      client_id,
      content,
      system: null,
      reply_to,
      created_at: at,
      edited_at: null,
      deleted_at: null,
      text_nr,
      attachments,
      mentions: mentions.length > 0 ? mentions : null,
      mentions_everyone,
    })
    .execute();
  if (mentions.length > 0) {
    await db
      .insertInto('mentions')
      .values(mentions.map((user_id) => ({ user_id, room_id, seq })))
      .execute();
  }
  // The hash is append_messages' own, so that a rebuilt row recognises a repetition as the live one does.
  const request_hash = event.data.erased
    ? null
    : sql<string>`message_request_hash(${room_id}::uuid, ${reply_to}::uuid, ${content}::text, ${attachments}::jsonb)`;
  // Of an imported copy of a room that is here, too, the original keeps the client_id.
  await db
    .insertInto('sent_messages')
    .values({ sender_id, client_id, room_id, message_id, seq, request_hash, created_at: at })
    .onConflict((conflict) => conflict.columns(['sender_id', 'client_id']).doNothing())
    .execute();
}

/** What a system line keeps: the published type and its data, people as ids. */
export type SystemLine = {
  type: Exclude<LogEventType, 'message.posted' | MessageChanged['type']>;
  data: NewLogEvent['data'];
  /** Where the published type alone does not say which event it was. */
  stored?: 'WritingClosed' | 'WritingOpened';
};

type Line = Exclude<PlacedLogEvent, Posted | ChangeEvent>;

function insertSystemLine(db: Db, event: Line, type: SystemLine['type']): Promise<void> {
  return insertSystemLines(db, [event], type);
}

async function insertSystemLines(db: Db, events: readonly Line[], type: SystemLine['type'], stored?: SystemLine['stored']): Promise<void> {
  const lines = events.map((event) => ({
    room_id: event.roomId,
    seq: event.seq,
    message_id: event.eventId,
    message_type: 'system' as const,
    sender_id: event.data.actor_id ?? ('user_id' in event.data ? event.data.user_id : null),
    client_id: null,
    content: null,
    system: JSON.stringify({ type, data: event.data, ...(stored ? { stored } : {}) } satisfies SystemLine),
    reply_to: null,
    created_at: event.at,
    edited_at: null,
    deleted_at: null,
    text_nr: null,
    attachments: null,
    mentions: null,
    mentions_everyone: null,
  }));
  await db.insertInto('messages').values(lines).execute();
}

async function moveHead(db: Db, event: PlacedLogEvent): Promise<void> {
  await db.updateTable('rooms').set({ head: event.seq }).where('room_id', '=', event.roomId).execute();
}

function membership(db: Db, event: PlacedLogEvent, userId: string) {
  return db.updateTable('room_members').where('room_id', '=', event.roomId).where('user_id', '=', userId);
}

/** Of the picture only the lines tell: here nobody asks for it. */
function detailColumns({ name, description, slow_mode_seconds, history_visibility, shows_receipts }: RoomDetails) {
  return { name, description, slow_mode_seconds, history_visibility, shows_receipts };
}
