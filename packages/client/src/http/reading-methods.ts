import type {
  AdminMessageList,
  AdminMessagesQuery,
  MessageList,
  MessageSearchResult,
  ReadState,
  Receipts,
  SearchMessagesInput,
} from '@parley/contracts';
import type { Call } from './call.ts';
import type { Page } from './paging.ts';

/** Ids may come from an address: the server checks them. */
export type AdminMessages = Partial<Omit<AdminMessagesQuery, 'room_id' | 'sender_id'>> & { room_id?: string; sender_id?: string };
export type SearchMessages = Omit<SearchMessagesInput, 'limit'> & { limit?: number };

export function readingMethods(call: Call) {
  return {
    /** Ranked; only rooms that one is in. */
    search: (query: SearchMessages, signal?: AbortSignal) => call<MessageSearchResult>('GET', '/messages/search', { query: query, signal }),
    /** Newest first, across one's rooms. */
    recent: (page: Page = {}) => call<MessageList>('GET', '/messages', { query: page }),
    /** One's own, newest first. */
    mine: (page: Page = {}) => call<MessageList>('GET', '/messages/me', { query: page }),
    /** Moves one's read cursor back to `seq`, on all devices. */
    markUnread: (roomId: string, seq: number) => call<ReadState>('PUT', `/rooms/${roomId}/unread`, { body: { seq } }),
    /** For administrators: every look is audited. */
    ofEveryRoom: (query: AdminMessages = {}) => call<AdminMessageList>('GET', '/admin/messages', { query }),
    deleteAsAdministrator: (messageId: string) => call<{ seq: number }>('DELETE', `/admin/messages/${messageId}`),
    /** How far the members have read, where the room shows it. */
    receipts: (roomId: string) => call<Receipts>('GET', `/rooms/${roomId}/receipts`),
  };
}
