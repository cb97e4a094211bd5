import { type MediaId, mayReadMessageRpc, maySeeRoomRpc, type RoomId, type UserId } from '@parley/contracts';
import { requestRpc } from '@parley/messaging';
import { ProblemError } from '@parley/service-kit';
import type { MediaDependencies } from '../../dependencies.ts';
import { findMedia, type MediaRow } from '../find-media.ts';

export type Reading = { mediaId: MediaId; userId: UserId; traceparent: string };

const timeoutMs = 2_000;
/** Messages that carry one file are one, or a few. */
const mostAsked = 20;

/**
 * A file that this person may read now. Asked for anew each time, where the fact lives: who was removed from a room a moment ago has
 * no access to what is in it.
 * @throws ProblemError `not_found` for what is not there and for what is not theirs, alike; `unavailable` when nobody can tell
 */
export async function findReadable(media: MediaDependencies, reading: Reading): Promise<MediaRow> {
  const row = await findMedia(media.db, reading.mediaId);
  if (await mayRead(media, row, reading)) return row;
  throw new ProblemError('not_found');
}

async function mayRead(media: MediaDependencies, row: MediaRow, reading: Reading): Promise<boolean> {
  if (row.owner_id === reading.userId) return true;
  switch (row.purpose) {
    case 'avatar':
      return row.claimed_at !== null;
    case 'room_picture':
      return row.claimed_at !== null && maySeeARoom(media, row, reading);
    case 'attachment':
      if (await mayReadAMessage(media, reading)) return true;
      if (row.attached_count > 0) return false;
      // A message that was posted a moment ago may not have come here yet.
      await media.catchUpMessages();
      return mayReadAMessage(media, reading);
  }
}

async function mayReadAMessage({ db, nats }: MediaDependencies, { mediaId, userId, traceparent }: Reading): Promise<boolean> {
  const messages = await db
    .selectFrom('attachments')
    .select(['room_id', 'seq'])
    .where('media_id', '=', mediaId)
    .orderBy('seq', 'desc')
    .limit(mostAsked)
    .execute();
  for (const { room_id, seq } of messages) {
    const request = { user_id: userId, room_id, seq };
    if ((await requestRpc(nats, mayReadMessageRpc, request, { timeoutMs, traceparent })).allowed) return true;
  }
  return false;
}

async function maySeeARoom({ db, nats }: MediaDependencies, row: MediaRow, { userId, traceparent }: Reading): Promise<boolean> {
  const roomId = row.claimed_room_id ?? (await roomShowing(db, row.media_id));
  if (roomId === undefined) return false;
  return (await requestRpc(nats, maySeeRoomRpc, { user_id: userId, room_id: roomId }, { timeoutMs, traceparent })).allowed;
}

/** Of a picture that was claimed while its room was being made. */
async function roomShowing(db: MediaDependencies['db'], mediaId: MediaId): Promise<RoomId | undefined> {
  const shown = db.selectFrom('current_pictures').select('subject_id').where('kind', '=', 'room').where('media_id', '=', mediaId);
  return (await shown.executeTakeFirst())?.subject_id as RoomId | undefined;
}
