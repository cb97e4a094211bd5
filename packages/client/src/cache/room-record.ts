import { trimTimeline } from '../state/apply-snapshot.ts';
import type { RoomState, TimelineEntry } from '../state/room-state.ts';

/**
 * The shape of what is kept of a room. Raise it with every change of `RoomState` or of what stands in a line: records of another
 * shape are dropped and read afresh, never misread.
 */
export const recordShape = 2;

/** A room as it is kept: without what is worth nothing later (members, changes remembered for pages under way). */
export type RoomRecord = {
  readonly shape: typeof recordShape;
  /** The log that `seq` counts in. */
  readonly epoch: string;
  /** When the person last looked at the room; 0: not lately, and its lines are not kept. */
  readonly openedAt: number;
  readonly room: KeptRoom;
};
type KeptRoom = Omit<RoomState, 'members' | 'recent' | 'recentFloor' | 'past'>;

export function recordOf(state: RoomState, options: { epoch: string; openedAt: number; lines: number }): RoomRecord {
  const { epoch, openedAt, lines } = options;
  const { members: _members, recent: _recent, recentFloor: _floor, past: _past, ...room } = withLines(state, lines);
  return { shape: recordShape, epoch, openedAt, room };
}

export function stateOf({ room }: RoomRecord): RoomState {
  return { ...room, past: null, members: null, recent: [], recentFloor: room.seq };
}

/** @returns undefined for what another version, or something else, left behind */
export function parseRoomRecord(value: unknown): RoomRecord | undefined {
  if (!isObject(value) || value.shape !== recordShape || typeof value.epoch !== 'string' || !isCount(value.openedAt)) return undefined;
  const { room } = value;
  if (!isObject(room) || typeof room.id !== 'string' || typeof room.viewerId !== 'string' || typeof room.type !== 'string')
    return undefined;
  const { seq, floor, lastReadSeq, unreadCount, countedSeq, describedSeq, mentionsSeq, timeline } = room;
  if (![seq, floor, lastReadSeq, unreadCount, countedSeq, describedSeq, mentionsSeq].every(isCount)) return undefined;
  if (!isObject(room.info) || typeof room.info.last_activity_at !== 'string') return undefined;
  if (!Array.isArray(timeline) || !isInOrder(timeline, Number(floor), Number(seq))) return undefined;
  return value as RoomRecord;
}

/** No lines at all: the room begins where the log stands, as one that was never opened. */
function withLines(state: RoomState, lines: number): RoomState {
  return lines > 0 ? trimTimeline(state, lines) : { ...state, timeline: [], floor: state.seq };
}

/** The reducer's own invariant: every line lies between `floor` and `seq`, in order. */
function isInOrder(timeline: readonly unknown[], floor: number, seq: number): boolean {
  let before = floor;
  for (const entry of timeline) {
    if (!isObject(entry) || !isCount(entry.seq) || entry.seq <= before || entry.seq > seq) return false;
    if (!isLine(entry)) return false;
    before = entry.seq;
  }
  return true;
}

function isLine(entry: Record<string, unknown>): boolean {
  const kind = entry.kind as TimelineEntry['kind'];
  return kind === 'message' ? isObject(entry.message) && isObject(entry.message.sender) : kind === 'notice' && isObject(entry.event);
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
