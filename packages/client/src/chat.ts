import type { ControlFrame, LogEvent, ReadyFrame, Sent } from '@parley/contracts';
import type { CacheBounds } from './cache/cache-bounds.ts';
import type { Clock } from './clock.ts';
import type { Drafts } from './drafts/drafts.ts';
import type { Emitter } from './emitter.ts';
import type { Parley } from './http/parley.ts';
import type { TokenSource } from './http/session.ts';
import type { OutboxItem } from './outbox/outbox-item.ts';
import type { Persistence } from './persistence/persistence.ts';
import type { ConnectionState } from './realtime/connection.ts';
import type { MessageChanges } from './realtime/message-changes.ts';
import type { NotificationsState } from './realtime/notifications.ts';
import type { OpenSocket } from './realtime/open-socket.ts';
import type { People } from './realtime/people.ts';
import type { RoomState } from './state/room-state.ts';
import type { Store } from './store.ts';

export type ConnectOptions = {
  /** The gateway (`https://host`, `ws://host/ws`); empty for the page's own. */
  url: string;
  /** `parley.session`, or a token that is good for as long as the connection is wanted. */
  token: string | TokenSource;
  /** Reads names, history and members over HTTP; without it the log alone is known, from `ready` on. */
  parley?: Parley;
  /** What survives: unsent messages, drafts, positions if `resume`, rooms if `cache`. In memory by default. */
  persistence?: Persistence;
  /** Keeps the rooms and what was read last, within bounds, and begins with them, before any network. */
  cache?: boolean | Partial<CacheBounds>;
  /** Goes on where the kept positions end, so that no event is missed between two runs. Otherwise starts at the heads. */
  resume?: boolean;
  /** Start a room afresh instead of replaying more events than this. Default: replay everything. */
  replayMax?: number;
  /** Lines kept in memory of each room that is not in focus. */
  keepPerRoom?: number;
  syncConcurrency?: number;
  sendTokenBy?: 'subprotocol' | 'hello';
  handshakeTimeoutMs?: number;
  commandTimeoutMs?: number;
  backoff?: { baseMs: number; capMs: number };
  openSocket?: OpenSocket;
  clock?: Clock;
  random?: () => number;
  newId?: () => string;
};

/** What a program can listen to. State that is shown is in the stores. */
export type ChatEvents = {
  ready: ReadyFrame['data'];
  /** Each event of each room's log once, in the log's order. */
  event: LogEvent;
  /** Everything else that the server says. */
  control: ControlFrame;
  added: { roomId: string };
  removed: { roomId: string; reason: 'left' | 'removed' | 'deleted' };
  /** Events were skipped: the room starts afresh at its head. */
  reset: { roomId: string };
};

/** `attachmentIds`: of files uploaded before; the content may then be empty. */
export type SendOptions = { replyTo?: string; clientId?: string; attachmentIds?: readonly string[] };

export type Chat = MessageChanges & {
  connection: Store<ConnectionState>;
  rooms: Store<ReadonlyMap<string, RoomState>>;
  room(roomId: string): Store<RoomState | undefined>;
  /** True once what earlier runs have left is there: rooms of the `cache`, drafts and unsent messages. Only then the network is asked. */
  restored: Store<boolean>;
  outbox: Store<readonly OutboxItem[]>;
  drafts: Drafts;
  typing: People['typing'];
  presence: People['presence'];
  /** Current while connected, where there is `parley` to read them with. */
  notifications: Store<NotificationsState>;
  on: Emitter<ChatEvents>['on'];
  /** Resolves once committed, however many connections that takes; rejects when refused for good. */
  send(roomId: string, content: string, options?: SendOptions): Promise<Sent>;
  retry(clientId: string): void;
  discard(clientId: string): void;
  /** Up to `seq`, or all that is known. */
  markRead(roomId: string, seq?: number): void;
  /** Call it with every key stroke: it tells the others often enough and no more. */
  startTyping(roomId: string): void;
  stopTyping(roomId: string): void;
  /** The room that is looked at: synced first, kept in full. */
  focus(roomId: string | null): void;
  /** With `parley` only. @throws ParleyError */
  loadRooms(): Promise<void>;
  loadRoom(roomId: string): Promise<void>;
  loadOlder(roomId: string, limit?: number): Promise<void>;
  /** What stands around a line that is far above the first known one: `RoomState.past`, kept current until it is left. */
  visit(roomId: string, seq: number, limit?: number): Promise<void>;
  loadPast(roomId: string, towards: 'older' | 'newer', limit?: number): Promise<void>;
  leavePast(roomId: string): void;
  loadMembers(roomId: string): Promise<void>;
  loadOlderNotifications(): Promise<void>;
  /** A command of the protocol as it is. Its answer's `data`, or ParleyError. */
  request(type: string, data: unknown): Promise<unknown>;
  /** The network is back, the window visible again: don't wait for the timer. */
  nudge(): void;
  /** Writes at once what would be written a little later: when the page may go away. */
  flush(): Promise<void>;
  close(): Promise<void>;
};
