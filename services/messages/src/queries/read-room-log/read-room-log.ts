import type { LogEvent } from '@parley/contracts';
import { loadStream } from '@parley/event-store';
import type { Kysely } from 'kysely';
import { parseLogEvent } from '../../domain/parse-log-event.ts';
import type { MessagesDatabase } from '../../messages-database.ts';
import { type LogFrameSources, toLogEvents } from '../../publish/log-frames.ts';

/** How far back a log may be replayed; who is further behind loads the newest page instead. */
export const replayWindow = 10_000;

export type RoomLogPage = { events: LogEvent[]; head: number; has_more: boolean } | { reset: true; head: number };

/**
 * A room's log after a `seq`, in order and without holes. `head` is read first: what commits meanwhile has a larger seq
 * and is the next page's.
 */
export async function readRoomLog(
  sources: LogFrameSources & { db: Kysely<MessagesDatabase> },
  roomId: string,
  { after, limit }: { after: number; limit: number },
): Promise<RoomLogPage> {
  const room = await sources.db.selectFrom('rooms').select('head').where('room_id', '=', roomId).executeTakeFirst();
  const head = room?.head ?? 0;
  // A client ahead of the log remembers another one: it belongs to a time before a backup was restored.
  if (head - after > replayWindow || after > head) return { reset: true, head };
  const stored = await loadStream(sources.db, roomId, { afterVersion: after, limit: Math.min(limit, Math.max(1, head - after)) });
  const events = (await toLogEvents(sources, stored.map(parseLogEvent))).filter((event) => event !== undefined);
  const last = stored.at(-1)?.version ?? after;
  return { events, head, has_more: last < head };
}
