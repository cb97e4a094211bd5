import type { History, Message, ReadState, RoomEvents, SendMessageBody } from '@parley/contracts';
import type { Call } from './call.ts';
import { messageChangesMethods } from './message-changes-methods.ts';

export type HistoryRange = {
  before?: number | undefined;
  after?: number | undefined;
  around?: number | undefined;
  /** `next_cursor` of the page before, or a message's id. */
  cursor?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
  limit?: number | undefined;
};

export function messagesMethods(call: Call) {
  return {
    ...messageChangesMethods(call),
    send: (roomId: string, body: SendMessageBody) => call<Message>('POST', `/rooms/${roomId}/messages`, { body }),
    /** Oldest first within the page. */
    history: (roomId: string, range: HistoryRange = {}) => call<History>('GET', `/rooms/${roomId}/messages`, { query: range }),
    events: (roomId: string, range: { after?: number; limit?: number } = {}) =>
      call<RoomEvents>('GET', `/rooms/${roomId}/events`, { query: range }),
    /** Up to `seq`, or everything. Never moves back. */
    markRead: (roomId: string, seq?: number) =>
      call<ReadState>('POST', `/rooms/${roomId}/read`, { body: seq === undefined ? {} : { seq } }),
  };
}
