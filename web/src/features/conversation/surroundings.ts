import { changeTimeline, entriesOf, type RoomState, type TimelineEntry } from '@parley/client';
import type { History, LogEvent } from '@parley/contracts';

/**
 * A stretch of the log apart from the newest one, around a message that somebody jumped to. It grows at both ends, and is
 * the room's own timeline again once it reaches that. Lines with `floor < seq ≤ ceiling`.
 */
export type Surroundings = { readonly timeline: readonly TimelineEntry[]; readonly floor: number; readonly ceiling: number };
type Live = Pick<RoomState, 'timeline' | 'floor' | 'recent'>;

export function openSurroundings(page: History, room: Live): Surroundings {
  const timeline = current(entriesOf(page), room);
  return { timeline, floor: floorOf(page), ceiling: timeline.at(-1)?.seq ?? page.head };
}

export function withOlder(around: Surroundings, page: History, room: Live): Surroundings {
  const older = current(entriesOf(page), room).filter((entry) => entry.seq <= around.floor);
  return { ...around, timeline: [...older, ...around.timeline], floor: Math.min(around.floor, floorOf(page)) };
}

export function withNewer(around: Surroundings, page: History, room: Live): Surroundings {
  const newer = current(entriesOf(page), room).filter((entry) => entry.seq > around.ceiling);
  // What lies behind the last line are events that are no lines.
  const ceiling = page.has_more ? (newer.at(-1)?.seq ?? around.ceiling) : Math.max(page.head, around.ceiling);
  return { ...around, timeline: [...around.timeline, ...newer], ceiling };
}

/** What the log tells of lines that are shown here. */
export function withEvent(around: Surroundings, event: LogEvent): Surroundings {
  const timeline = [...around.timeline];
  changeTimeline(timeline, event);
  return timeline.every((entry, index) => entry === around.timeline[index]) ? around : { ...around, timeline };
}

/** What is shown: with the room's own lines behind it once the two meet, so that new messages come in below. */
export function joinedWith(around: Surroundings, room: Live): { timeline: readonly TimelineEntry[]; floor: number; isJoined: boolean } {
  if (around.floor >= room.floor) return { timeline: room.timeline, floor: room.floor, isJoined: true };
  const isJoined = around.ceiling >= room.floor;
  if (!isJoined) return { timeline: around.timeline, floor: around.floor, isJoined };
  return { timeline: [...around.timeline.filter((entry) => entry.seq <= room.floor), ...room.timeline], floor: around.floor, isJoined };
}

function floorOf(page: History): number {
  if (!page.has_more) return 0;
  return page.next_cursor === null ? (page.messages[0]?.seq ?? 1) - 1 : Number(page.next_cursor) - 1;
}

/** The page may have been read before events that are applied here already. */
function current(entries: TimelineEntry[], room: Live): TimelineEntry[] {
  for (const event of room.recent) changeTimeline(entries, event);
  return entries;
}
