import { unreachable } from '../errors.ts';
import type { Parley } from '../http/parley.ts';
import { reactAhead } from '../state/change-timeline.ts';
import type { RoomState, TimelineEntry } from '../state/room-state.ts';
import type { RoomBook } from './room-book.ts';

export type MessageChanges = {
  /** Shown once committed: the log tells of it. @throws ParleyError */
  editMessage(roomId: string, messageId: string, content: string): Promise<void>;
  /** For everybody and for good. Shown once committed. @throws ParleyError */
  deleteMessage(roomId: string, messageId: string): Promise<void>;
  /** Shown at once, and taken back when refused. @throws ParleyError */
  react(roomId: string, messageId: string, emoji: string): Promise<void>;
  unreact(roomId: string, messageId: string, emoji: string): Promise<void>;
  /** With `parley` only. @throws ParleyError */
  pin(roomId: string, messageId: string): Promise<void>;
  unpin(roomId: string, messageId: string): Promise<void>;
};

type Options = { book: RoomBook; request(type: string, data: unknown): Promise<unknown>; parley: Parley | undefined };

/** What a person does with messages that are there. Doing again what is done already changes nothing, so asking again is safe. */
export function createMessageChanges({ book, request, parley }: Options): MessageChanges {
  const show = (roomId: string, messageId: string, emoji: string, isOn: boolean) =>
    book.change(roomId, (state) => {
      const react = (lines: readonly TimelineEntry[]) => reactAhead(lines, messageId, emoji, state.viewerId, isOn);
      const timeline = react(state.timeline);
      if (timeline !== state.timeline) return { ...state, timeline };
      if (state.past === null) return state;
      const past = react(state.past.timeline);
      return past === state.past.timeline ? state : { ...state, past: { ...state.past, timeline: past } };
    });
  const reaction = async (roomId: string, messageId: string, emoji: string, isOn: boolean) => {
    const before = book.get(roomId);
    show(roomId, messageId, emoji, isOn);
    const isAhead = before !== undefined && book.get(roomId) !== before;
    try {
      await request(isOn ? 'reaction.add' : 'reaction.remove', { room_id: roomId, message_id: messageId, emoji });
    } catch (error) {
      // Without an answer it may have been done all the same; where the log has told so, or the server since, that is what stands.
      if (isAhead && !wasToldSince(book.get(roomId), before.seq, messageId, emoji)) show(roomId, messageId, emoji, !isOn);
      throw error;
    }
  };
  const overHttp = () => {
    if (!parley) throw unreachable('connect() was given no `parley` to pin with');
    return parley.messages;
  };

  return {
    async editMessage(room_id, message_id, content) {
      await request('message.edit', { room_id, message_id, content });
    },
    async deleteMessage(room_id, message_id) {
      await request('message.delete', { room_id, message_id });
    },
    react: (roomId, messageId, emoji) => reaction(roomId, messageId, emoji, true),
    unreact: (roomId, messageId, emoji) => reaction(roomId, messageId, emoji, false),
    async pin(roomId, messageId) {
      await overHttp().pin(roomId, messageId);
    },
    async unpin(roomId, messageId) {
      await overHttp().unpin(roomId, messageId);
    },
  };
}

/** Whether the server has told of the viewer's own reaction after `seq`: by an event, or by a page of history. */
function wasToldSince(room: RoomState | undefined, seq: number, messageId: string, emoji: string): boolean {
  if (!room || room.recentFloor > seq) return true;
  const isMeant = (line: TimelineEntry) => line.kind === 'message' && line.message.id === messageId;
  const entry = room.timeline.findLast(isMeant) ?? room.past?.timeline.findLast(isMeant);
  if (entry?.kind === 'message' && entry.asOf > seq) return true;
  return room.recent.some(
    (event) =>
      (event.type === 'reaction.added' || event.type === 'reaction.removed') &&
      event.seq > seq &&
      event.data.id === messageId &&
      event.data.emoji === emoji &&
      event.data.user.id === room.viewerId,
  );
}
