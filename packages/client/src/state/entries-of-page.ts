import type { History, LogEvent, Message } from '@parley/contracts';
import { changeTimeline } from './change-timeline.ts';
import type { Notice, RoomState, TimelineEntry } from './room-state.ts';

/**
 * The lines of a page of history, made current by what happened since it was read. `besides`: lines that are known and may be what an
 * event is about.
 */
export function currentEntries(
  { recent, viewerId }: Pick<RoomState, 'recent' | 'viewerId'>,
  page: History,
  besides: readonly TimelineEntry[],
): TimelineEntry[] {
  const entries = page.messages.map((message) => entryOfMessage(message, page.head));
  const known = [...entries, ...besides];
  for (const event of recent) changeTimeline(entries, event, { viewerId, known });
  return entries;
}

/** Every line above it, up to the page's last one, is in the page; of a page that goes towards the past. */
export function floorOf(page: History): number {
  if (!page.has_more) return 0;
  return page.next_cursor === null ? (page.messages[0]?.seq ?? 1) - 1 : Number(page.next_cursor) - 1;
}

/** System lines carry the event that they tell of: history and log then give the same line. */
function entryOfMessage(message: Message, asOf: number): TimelineEntry {
  const { event } = message;
  if (event && isNotice(event)) return { kind: 'notice', seq: message.seq, event };
  return { kind: 'message', seq: message.seq, message, asOf, isErased: false, awaitsDeletion: false };
}

function isNotice(event: LogEvent): event is Notice {
  return event.type !== 'message.posted' && !('message_seq' in event.data);
}
