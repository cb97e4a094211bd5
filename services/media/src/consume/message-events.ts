import { mediaIdSchema, messageIdSchema, roomIdSchema, seqSchema, userIdSchema } from '@parley/contracts';
import { lockStreams } from '@parley/event-store';
import type { ConsumedEvent } from '@parley/messaging';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import { executeOnMedia } from '../commands/execute-on-media.ts';
import type { MediaTables } from '../media-database.ts';
import { dueErasure } from './due-erasure.ts';

type Trx = Transaction<MediaTables>;

const place = { room_id: roomIdSchema, seq: seqSchema, at: z.iso.datetime() };

/**
 * What this service needs of the rooms' logs, and no more: other fields and other types may come and go. One of these types that does
 * not parse is a fault, tried again and then a dead letter: a file whose message is gone must not stay because of a misunderstanding.
 */
const schemas = {
  'message.posted': z.object({
    ...place,
    type: z.literal('message.posted'),
    data: z.object({
      id: messageIdSchema,
      sender: z.object({ id: userIdSchema }),
      attachments: z.array(z.object({ id: mediaIdSchema })),
    }),
  }),
  'message.deleted': z.object({
    ...place,
    type: z.literal('message.deleted'),
    data: z.object({ id: messageIdSchema, message_seq: seqSchema }),
  }),
  'room.closed': z.object({ ...place, type: z.literal('room.closed') }),
};
type LogEvent = z.infer<(typeof schemas)[keyof typeof schemas]>;

/**
 * Whether an event can be about a file. Most messages carry nothing: those are told apart without parsing them. Inside of what people
 * wrote, JSON escapes the quotes, so that nobody can write themselves past this.
 */
export function concernsFiles({ type, payload }: ConsumedEvent): boolean {
  return isOurs(type) && !(type === 'message.posted' && payload.includes('"attachments":[]'));
}

function parse(event: ConsumedEvent): LogEvent | undefined {
  return isOurs(event.type) ? schemas[event.type].parse(JSON.parse(event.payload)) : undefined;
}

function isOurs(type: string): type is keyof typeof schemas {
  return Object.hasOwn(schemas, type);
}

/** Runs first: the files that these events are about, locked in one order, before the transaction writes anything. */
export async function lockMentionedMedia(trx: Trx, events: readonly ConsumedEvent[]): Promise<void> {
  const mediaIds: string[] = [];
  const deleted: string[] = [];
  for (const event of events) {
    // What does not parse is for the handler to complain about.
    if (!isOurs(event.type)) continue;
    const parsed = schemas[event.type].safeParse(JSON.parse(event.payload)).data;
    if (parsed?.type === 'message.posted') mediaIds.push(...parsed.data.attachments.map(({ id }) => id));
    if (parsed?.type === 'message.deleted') deleted.push(parsed.data.id);
  }
  if (deleted.length > 0) {
    const carried = await trx
      .selectFrom('attachments')
      .select('media_id')
      .where('message_id', 'in', deleted as never[])
      .execute();
    mediaIds.push(...carried.map(({ media_id }) => media_id));
  }
  if (mediaIds.length > 0) await lockStreams(trx, mediaIds);
}

/** `messages` → what is attached where. What a deleted message carried is deleted with it. */
export async function applyMessageEvent(trx: Trx, consumed: ConsumedEvent): Promise<void> {
  const event = parse(consumed);
  if (!event) return;
  const at = event.at;
  const metadata = { correlation_id: consumed.eventId, ...(consumed.traceparent ? { traceparent: consumed.traceparent } : {}) };
  switch (event.type) {
    case 'message.posted': {
      const { id: messageId, sender, attachments } = event.data;
      const command = { type: 'Attach', senderId: sender.id, messageId, roomId: event.room_id, seq: event.seq, at } as const;
      for (const { id } of attachments) await executeOnMedia({ trx, mediaId: id, command, metadata });
      return;
    }
    case 'message.deleted': {
      const messageId = event.data.id;
      const carried = await trx.selectFrom('attachments').select('media_id').where('message_id', '=', messageId).execute();
      for (const { media_id: mediaId } of carried) {
        await executeOnMedia({ trx, mediaId, command: { type: 'ForgetMessage', messageId, at }, metadata });
      }
      return;
    }
    case 'room.closed':
      await dueErasure(trx, 'room', event.room_id);
  }
}
