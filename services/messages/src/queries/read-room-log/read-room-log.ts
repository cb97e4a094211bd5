import type { LogEvent } from '@parley/contracts';
import { loadStream, type StoredEvent } from '@parley/event-store';
import type { Kysely } from 'kysely';
import { parseLogEvent } from '../../domain/parse-log-event.ts';
import type { MessagesDatabase } from '../../messages-database.ts';
import { type LogFrameSources, toLogEvents } from '../../publish/log-frames.ts';
import { createToPublished } from '../../publish/to-published.ts';
import { cutToSize, type FramePage } from './frame-page.ts';

export type RoomLogPage = { events: LogEvent[]; head: number; has_more: boolean } | { reset: true; head: number };
type StoredPage = { stored: StoredEvent[]; head: number; has_more: boolean } | { reset: true; head: number };

type Sources = LogFrameSources & {
  db: Kysely<MessagesDatabase>;
  /** How far back a log may be replayed; who is further behind loads the newest page instead. */
  replayWindow: number;
};
type Range = { after: number; limit: number };

/**
 * What a client replays to be current, as far as the member may read. A log without its beginning cannot be replayed: who asks from
 * further back starts afresh, as if the server did not keep it.
 */
export async function readRoomLog(sources: Sources, roomId: string, range: Range & { readableFrom: number }): Promise<RoomLogPage> {
  const page = await readStored(sources, roomId, range);
  if ('reset' in page) return page;
  if (range.after < range.readableFrom - 1) return { reset: true, head: page.head };
  const events = (await toLogEvents(sources, page.stored.map(parseLogEvent), range.readableFrom)).filter((event) => event !== undefined);
  return { events, head: page.head, has_more: page.has_more };
}

/** What a gateway missed, as it was published: with the line that ends a room, which clients never see. */
export async function readPublishedLog(sources: Sources, roomId: string, range: Range): Promise<FramePage | { reset: true; head: number }> {
  const page = await readStored(sources, roomId, range);
  if ('reset' in page) return page;
  const published = await createToPublished(sources)(page.stored);
  const frames = page.stored.flatMap(({ version: seq }, index) => {
    const form = published[index];
    return form ? [{ seq, type: form.type, frame: form.payload }] : [];
  });
  return cutToSize({ events: frames, head: page.head, has_more: page.has_more });
}

/**
 * A room's log after a `seq`, in order and without holes. `head` is read first: what commits meanwhile has a larger seq
 * and is the next page's.
 */
async function readStored({ db, replayWindow }: Sources, roomId: string, { after, limit }: Range): Promise<StoredPage> {
  const room = await db.selectFrom('rooms').select('head').where('room_id', '=', roomId).executeTakeFirst();
  const head = room?.head ?? 0;
  // A client ahead of the log remembers another one: it belongs to a time before a backup was restored.
  if (head - after > replayWindow || after > head) return { reset: true, head };
  const stored = await loadStream(db, roomId, { afterVersion: after, limit: Math.min(limit, Math.max(1, head - after)) });
  const last = stored.at(-1)?.version ?? after;
  return { stored, head, has_more: last < head };
}
