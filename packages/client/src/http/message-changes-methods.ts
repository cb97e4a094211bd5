import type { History, Message, MessageChanged, MessageVersions, Pins } from '@parley/contracts';
import type { Call } from './call.ts';

/** What can be done with a message that is there, and what belongs to it. Doing again what is done already changes nothing. */
export function messageChangesMethods(call: Call) {
  const at = (roomId: string, messageId: string) => `/rooms/${roomId}/messages/${messageId}`;
  const reaction = (roomId: string, messageId: string, emoji: string) => `${at(roomId, messageId)}/reactions/${encodeURIComponent(emoji)}`;
  return {
    edit: (roomId: string, messageId: string, content: string) => call<Message>('PATCH', at(roomId, messageId), { body: { content } }),
    /** For everybody and for good: its text is erased. */
    remove: (roomId: string, messageId: string) => call<MessageChanged>('DELETE', at(roomId, messageId)),
    versions: (roomId: string, messageId: string) => call<MessageVersions>('GET', `${at(roomId, messageId)}/history`),
    /** A thread, oldest first. */
    replies: (roomId: string, messageId: string, range: { after?: number; limit?: number } = {}) =>
      call<History>('GET', `${at(roomId, messageId)}/replies`, { query: range }),
    react: (roomId: string, messageId: string, emoji: string) => call<MessageChanged>('PUT', reaction(roomId, messageId, emoji)),
    unreact: (roomId: string, messageId: string, emoji: string) => call<MessageChanged>('DELETE', reaction(roomId, messageId, emoji)),
    pin: (roomId: string, messageId: string) => call<MessageChanged>('PUT', `${at(roomId, messageId)}/pin`),
    unpin: (roomId: string, messageId: string) => call<MessageChanged>('DELETE', `${at(roomId, messageId)}/pin`),
    pins: (roomId: string) => call<Pins>('GET', `/rooms/${roomId}/pins`),
  };
}
