import type { ControlFrame, LogEvent, ReadyFrame, ReadyRoom, RoomSummary } from '@parley/contracts';
import type { KeptRooms } from '../cache/room-cache.ts';
import { applyRead, applyReady, applySummary, applyUnread, trimTimeline } from '../state/apply-snapshot.ts';
import { openRoomState, type RoomState } from '../state/room-state.ts';
import type { Cursors } from './cursors.ts';
import type { RoomBook } from './room-book.ts';
import type { RoomSync } from './room-sync.ts';

export type ChatRooms = {
  /** Positions of an earlier run. */
  resume(cursors: Cursors): void;
  /** Rooms as an earlier run has left them, shown until the server tells more. */
  restore(kept: KeptRooms): void;
  epoch(): string | undefined;
  cursors(): Cursors | undefined;
  ready(ready: ReadyFrame['data']): void;
  control(frame: ControlFrame): void;
  /** A room as HTTP tells of it, known or not. */
  describe(summary: RoomSummary, viewerId: string): void;
  /** Starts a room afresh at `head`: what it showed is dropped and can be loaded again. */
  reset(roomId: string, head: number): void;
  /** The room that is looked at: synced first, and never trimmed. */
  focus(roomId: string | null): void;
  focused(): string | null;
  applied(event: LogEvent): void;
};

export type ChatRoomsOptions = {
  book: RoomBook;
  sync(): RoomSync;
  /** Lines kept of a room that nobody looks at. */
  keepPerRoom: number;
  onAdded(roomId: string): void;
  onRemoved(roomId: string, reason: 'left' | 'removed' | 'deleted'): void;
  onReset(roomId: string): void;
  /** A backup was restored: every room starts afresh at once. */
  onRestored(): void;
  /** Whether reading of a room is on its way to the server: then the server's word on it is old. */
  isReading(roomId: string): boolean;
  /** After counts were told that may not have been enough. */
  onCounted(roomId: string): void;
};

/** Which rooms there are and where each of them stands: `ready`, memberships, heads, and the epoch that all of it belongs to. */
export function createChatRooms({
  book,
  sync,
  keepPerRoom,
  onAdded,
  onRemoved,
  onReset,
  onRestored,
  isReading,
  onCounted,
}: ChatRoomsOptions): ChatRooms {
  let viewerId = '';
  let epoch: string | undefined;
  let positions: Readonly<Record<string, number>> = {};
  let focused: string | null = null;
  let wasReady = false;

  const add = (room: ReadyRoom) => {
    const kept = positions[room.id];
    book.put(openRoomState(room, viewerId, kept !== undefined && kept <= room.head ? kept : room.head));
  };
  const meet = (room: ReadyRoom) => {
    const { head: at, last_read_seq, unread_count: unreadCount, mention_count: mentionCount } = room;
    // Nothing of ours is under way, and the server knows less than we do: it was marked as unread elsewhere.
    if (!isReading(room.id)) book.change(room.id, (state) => applyUnread(state, last_read_seq, { at, unreadCount, mentionCount }));
    if (book.get(room.id)) book.change(room.id, (state) => applyReady(state, room));
    else add(room);
    onCounted(room.id);
    sync().reach(room.id, room.head, room.id === focused);
  };
  const reset = (roomId: string, head: number) => {
    book.change(roomId, (state) => restart(state, head));
    onReset(roomId);
  };
  const remove = (roomId: string, reason: 'left' | 'removed' | 'deleted') => {
    if (book.remove(roomId)) onRemoved(roomId, reason);
  };

  return {
    resume(cursors) {
      epoch = cursors.epoch;
      positions = cursors.positions;
    },
    restore(kept) {
      // Positions count in their own epoch, and no event between them and what is kept may be left out.
      if (epoch !== undefined && epoch !== kept.epoch) return;
      const isResumed = epoch !== undefined;
      epoch = kept.epoch;
      for (const room of kept.rooms) {
        if (isResumed && room.seq > (positions[room.id] ?? 0)) continue;
        viewerId ||= room.viewerId;
        if (!book.get(room.id)) book.put(room);
      }
    },
    epoch: () => epoch,
    cursors() {
      if (epoch === undefined) return undefined;
      return { epoch, positions: Object.fromEntries([...book.store.getSnapshot()].map(([id, room]) => [id, room.seq])) };
    },
    ready(ready) {
      viewerId = ready.user.id;
      // A backup was restored: the same numbers may now stand for other messages.
      const restored = epoch !== undefined && epoch !== ready.epoch;
      epoch = ready.epoch;
      if (restored) positions = {};
      const current = new Set<string>(ready.rooms.map((room) => room.id));
      for (const roomId of book.ids()) if (!current.has(roomId)) remove(roomId, 'left');
      for (const room of ready.rooms) {
        if (restored) book.change(room.id, (state) => restart(state, room.head));
        // What the list told before the first `ready` may be old, and shows no line yet that would have to be joined up.
        if (!wasReady && positions[room.id] === undefined) book.change(room.id, (state) => moveUnopened(state, room.head));
        meet(room);
      }
      wasReady = true;
      if (restored) onRestored();
    },
    control(frame) {
      if (frame.type === 'heartbeat') for (const [roomId, head] of Object.entries(frame.data.heads)) sync().reach(roomId, head);
      if (frame.type === 'room.gap') sync().reach(frame.data.room_id, frame.data.head, true);
      if (frame.type === 'room.added') {
        const isNew = !book.get(frame.data.room.id);
        meet({ ...frame.data.room, head: Math.max(frame.data.room.head, frame.data.head) });
        if (isNew) onAdded(frame.data.room.id);
      }
      if (frame.type === 'room.removed') remove(frame.data.room_id, frame.data.reason);
      if (frame.type === 'read.updated' && frame.data.user_id === viewerId) {
        const { room_id, last_read_seq, unread_count, mention_count: mentionCount, counted_seq: at, moved_back } = frame.data;
        const apply = moved_back ? applyUnread : applyRead;
        const told = unread_count === undefined ? undefined : { at, unreadCount: unread_count, mentionCount };
        book.change(room_id, (state) => apply(state, last_read_seq, told));
        if (at !== undefined) onCounted(room_id);
      }
      if (frame.type === 'room.muted') {
        const { room_id, muted, muted_until } = frame.data;
        book.change(room_id, (state) => (state.info ? { ...state, info: { ...state.info, muted, muted_until } } : state));
      }
    },
    describe(summary, viewer) {
      viewerId ||= viewer;
      if (!book.get(summary.id)) add(summary);
      book.change(summary.id, (state) => applySummary(state, summary));
      onCounted(summary.id);
    },
    reset,
    focus(roomId) {
      if (focused !== null && focused !== roomId) book.change(focused, (state) => trimTimeline(state, keepPerRoom));
      focused = roomId;
    },
    focused: () => focused,
    applied(event) {
      if (event.room_id === focused) return;
      // Only now and then: every trim copies.
      const state = book.get(event.room_id);
      if (state && state.timeline.length > keepPerRoom * 2) book.put(trimTimeline(state, keepPerRoom));
    },
  };
}

function moveUnopened(state: RoomState, head: number): RoomState {
  return state.timeline.length === 0 && state.seq < head ? { ...state, seq: head, floor: head, recentFloor: head, isInfoOld: true } : state;
}

/** Names stay, everything that came from the log goes. What is unread is as last known until somebody tells better. */
function restart(state: RoomState, head: number): RoomState {
  const room = { id: state.id, type: state.type, head, last_read_seq: Math.min(state.lastReadSeq, head), unread_count: state.unreadCount };
  const { info, isWritable } = state;
  const known = {
    info,
    isInfoOld: info !== null,
    isWritable,
    describedSeq: Math.min(state.describedSeq, head),
    mentionsSeq: Math.min(state.mentionsSeq, head),
  };
  return { ...openRoomState(room, state.viewerId), ...known };
}
