/**
 * Parley's client for browsers and Node.js.
 *
 * Invariants:
 * - One reducer, `applyEvent`, makes every change that a room's log tells of: live, replayed or on top of a snapshot.
 * - An event is applied once and in order; a hole is filled from the server before anything after it is applied.
 * - A message is one message however often it is sent: its `clientId` never changes.
 * - State lives in plain stores. Nothing here knows a UI library, and nothing runs before `createParley` or `connect`.
 */
export type { CacheBounds } from './cache/cache-bounds.ts';
export type { Chat, ChatEvents, ConnectOptions, SendOptions } from './chat.ts';
export { type Clock, systemClock } from './clock.ts';
export { connect } from './connect.ts';
export type { Draft, Drafts } from './drafts/drafts.ts';
export { type FieldError, isRetryable, ParleyError } from './errors.ts';
export type { HistoryRange } from './http/messages-methods.ts';
export { type MfaChallenge, mfaChallengeOf } from './http/mfa-methods.ts';
export { collect, type Page } from './http/paging.ts';
export { createParley, type Parley, type ParleyOptions } from './http/parley.ts';
export type { Session, SessionState, TokenSource } from './http/session.ts';
export type { UploadOptions, UploadProgress } from './http/upload-options.ts';
export type { OutboxItem } from './outbox/outbox-item.ts';
export { browserDevice, type Device, memoryDevice } from './persistence/device.ts';
export { indexedDbPersistence } from './persistence/indexed-db-persistence.ts';
export { memoryPersistence, type PersistedArea, type Persistence } from './persistence/persistence.ts';
export type { ConnectionState } from './realtime/connection.ts';
export type { NotificationsState } from './realtime/notifications.ts';
export { type OpenSocket, openWebSocket, type Socket, type SocketEvents } from './realtime/open-socket.ts';
export type { PresenceNow, Typist } from './realtime/people.ts';
export { applyEvent, applyEvents } from './state/apply-event.ts';
export { applyHistory, applyMembers, applyRead, applyReady, applySummary, applyUnread } from './state/apply-snapshot.ts';
export { type Notice, openRoomState, type Past, type RoomInfo, type RoomState, type TimelineEntry } from './state/room-state.ts';
export { createStore, type Store, until, type WritableStore } from './store.ts';
