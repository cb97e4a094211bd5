import { defaultBounds } from './cache/cache-bounds.ts';
import { createRoomCache } from './cache/room-cache.ts';
import type { Chat, ChatEvents, ConnectOptions } from './chat.ts';
import { systemClock } from './clock.ts';
import { createDrafts } from './drafts/drafts.ts';
import { createEmitter } from './emitter.ts';
import { unreachable } from './errors.ts';
import type { Parley } from './http/parley.ts';
import type { TokenSource } from './http/session.ts';
import { createOutbox } from './outbox/outbox.ts';
import { memoryPersistence } from './persistence/persistence.ts';
import { createBackoff } from './realtime/backoff.ts';
import { createChatRooms } from './realtime/chat-rooms.ts';
import { Connection } from './realtime/connection.ts';
import { createCursorKeeper, loadCursors, loadReading, saveReading } from './realtime/cursors.ts';
import { createMessageChanges } from './realtime/message-changes.ts';
import { createNotifications } from './realtime/notifications.ts';
import { openWebSocket, socketUrl } from './realtime/open-socket.ts';
import { parseSent } from './realtime/parse-answers.ts';
import { createPeople } from './realtime/people.ts';
import { createReading } from './realtime/reading.ts';
import { createRoomBook } from './realtime/room-book.ts';
import { createRoomReader } from './realtime/room-reader.ts';
import { createRoomSync } from './realtime/room-sync.ts';
import { createTypingNotices } from './realtime/typing-notices.ts';
import { leavePast } from './state/past.ts';
import type { RoomState } from './state/room-state.ts';
import { createStore } from './store.ts';
import { createClientTracer } from './tracing/client-tracer.ts';

const pageSize = 50;
/** A database that doesn't answer must not keep anybody from the network. */
const restoreWithinMs = 2_000;
/** How often an open tab looks for what a closed one has left unsent. */
const adoptEveryMs = 30_000;

/** Connects, stays connected, and keeps every room of the person current. */
export function connect(options: ConnectOptions): Chat {
  const { parley, clock = systemClock, random = Math.random, newId = () => crypto.randomUUID(), resume = false } = options;
  const { persistence = memoryPersistence(), backoff: delays = { baseMs: 500, capMs: 15_000 } } = options;
  const tokens = typeof options.token === 'string' ? fixedToken(options.token) : options.token;
  const emitter = createEmitter<ChatEvents>();
  const book = createRoomBook();
  const people = createPeople(clock);
  const notifications = createNotifications(parley);
  const request = (type: string, data: unknown, traceparent?: string) => connection.request(type, data, traceparent);
  const tracer = createClientTracer({ clock, random, tell: async (spans) => parley?.telemetry.tellSpans({ spans }) });

  const rooms = createChatRooms({
    isReading: (roomId) => reading.isPending(roomId),
    onCounted: (roomId) => reading.askIfOld(roomId),
    book,
    sync: () => sync,
    keepPerRoom: options.keepPerRoom ?? 500,
    onAdded: (roomId) => {
      void reader?.describe(roomId);
      emitter.emit('added', { roomId });
    },
    onRemoved: (roomId, reason) => {
      reading.forget(roomId);
      emitter.emit('removed', { roomId, reason });
    },
    onReset: (roomId) => {
      void reader?.describe(roomId);
      settle(roomId);
      emitter.emit('reset', { roomId });
    },
    onRestored() {
      for (const roomId of book.ids()) {
        settle(roomId);
        emitter.emit('reset', { roomId });
      }
    },
  });
  const sync = createRoomSync({
    book,
    clock,
    request,
    concurrency: options.syncConcurrency ?? 4,
    replayMax: options.replayMax ?? Number.POSITIVE_INFINITY,
    onReset: rooms.reset,
    onApplied(event) {
      if (event.type === 'message.posted') {
        const { id, client_id, sender } = event.data;
        people.stopTyping(event.room_id, sender.id);
        if (client_id !== null) outbox.confirm(client_id, { id, seq: event.seq, created_at: event.at });
      }
      // Who comes into the room that is looked at is seen there; what they did before was not told to us.
      if (event.type === 'member.joined' && event.room_id === rooms.focused()) void reader?.learnPresence([event.data.user.id]);
      // What the list shows was taken away, and what came before it is not known here.
      if (event.type === 'message.deleted' && lacksPreview(book.get(event.room_id))) void reader?.describe(event.room_id);
      settle(event.room_id);
      rooms.applied(event);
      emitter.emit('event', event);
      cursors.changed();
      if (event.traceparent !== undefined) tracer.shown(event.traceparent);
    },
  });
  const reading = createReading({
    book,
    clock,
    backoff: createBackoff({ ...delays, random }),
    isOnline: () => connection.isOnline(),
    request,
  });
  const outbox = createOutbox({
    persistence,
    owner: newId(),
    clock,
    backoff: createBackoff({ ...delays, random }),
    isOnline: () => connection.isOnline(),
    deliver: async ({ roomId, clientId, content, replyTo, attachmentIds }) => {
      const extras = { ...(replyTo === null ? {} : { reply_to: replyTo }), ...(attachmentIds ? { attachment_ids: attachmentIds } : {}) };
      const data = { room_id: roomId, client_id: clientId, content, ...extras };
      return parseSent(await request('message.send', data, tracer.traceparentOf(clientId)));
    },
    hasReached: (roomId, seq) => (book.get(roomId)?.seq ?? 0) >= seq,
  });
  const settle = (roomId: string) => outbox.settle(roomId, book.get(roomId)?.seq ?? 0);
  const cursors = createCursorKeeper({ persistence, clock, read: () => (resume ? rooms.cursors() : undefined) });
  const drafts = createDrafts({ persistence, clock });
  const bounds = options.cache ? { ...defaultBounds, ...(options.cache === true ? {} : options.cache) } : undefined;
  const cache = bounds && createRoomCache({ persistence, clock, book, bounds, epoch: rooms.epoch });
  const restored = createStore(false);
  /** The rooms shown are an earlier run's: how they are called and what is muted may be another by now. */
  let isFromCache = false;
  const reader = parley && createRoomReader({ parley, book, rooms, people, clock });
  const connection = new Connection({
    url: socketUrl(options.url),
    tokens,
    sendTokenBy: options.sendTokenBy ?? 'subprotocol',
    openSocket: options.openSocket ?? openWebSocket,
    clock,
    backoff: createBackoff({ ...delays, random }),
    handshakeTimeoutMs: options.handshakeTimeoutMs ?? 10_000,
    commandTimeoutMs: options.commandTimeoutMs ?? 10_000,
    onReady(ready) {
      // Told over HTTP: without it there is nothing to trace for.
      tracer.wish(parley ? (ready.trace_ratio ?? 0) : 0);
      rooms.ready(ready);
      reading.flush();
      outbox.flush();
      void outbox.load();
      const lacksInfo = ({ info, isInfoOld }: RoomState) => info === null || isInfoOld;
      if (isFromCache || [...book.store.getSnapshot().values()].some(lacksInfo)) void reader?.describeAll().catch(() => undefined);
      // Changes while away were not told; for those who were never asked about there is nothing to correct.
      else void reader?.learnPresence();
      isFromCache = false;
      void notifications.load().catch(() => undefined);
      if (parley && isRemembered(parley)) void parley.users.me().then(parley.session.setUser, () => undefined);
      emitter.emit('ready', ready);
    },
    onEvent: sync.receive,
    onControl(frame) {
      rooms.control(frame);
      people.receive(frame);
      notifications.receive(frame);
      emitter.emit('control', frame);
    },
    onDown() {
      sync.abandon();
      people.forgetTyping();
    },
  });
  const typing = createTypingNotices({ clock, notify: (type, data) => connection.notify(type, data) });
  let isClosed = false;
  let cancelAdopting = () => {};
  const adoptNowAndThen = () => {
    cancelAdopting = clock.after(adoptEveryMs, () => {
      void outbox.load();
      adoptNowAndThen();
    });
  };
  const restore = async () => {
    const [positions, kept, untold] = await Promise.all([
      resume ? loadCursors(persistence) : undefined,
      cache?.load(),
      loadReading(persistence),
      drafts.load(),
      outbox.load(),
    ]);
    // Too late: the network was asked without it.
    if (restored.getSnapshot() || isClosed) return;
    if (positions) rooms.resume(positions);
    if (kept) rooms.restore(kept);
    reading.resume(untold);
    isFromCache = kept !== undefined;
  };
  const begin = async () => {
    let cancelWait = () => {};
    const patience = new Promise<void>((resolve) => {
      cancelWait = clock.after(restoreWithinMs, resolve);
    });
    await Promise.race([restore(), patience]).finally(() => cancelWait());
    if (isClosed) return;
    restored.set(true);
    cache?.start();
    connection.start();
    if (persistence.turns) adoptNowAndThen();
  };
  void begin();
  const flush = async () => {
    await Promise.all([cursors.flush(), drafts.flush(), cache?.flush(), saveReading(persistence, reading.pending())]);
  };

  const overHttp = () => (reader ? reader : rejectingReader);
  return {
    connection: connection.state,
    rooms: book.store,
    room: book.room,
    restored: { getSnapshot: restored.getSnapshot, subscribe: restored.subscribe },
    outbox: outbox.items,
    drafts,
    typing: people.typing,
    presence: people.presence,
    notifications: notifications.store,
    on: emitter.on,
    send(roomId, content, { replyTo, clientId = newId(), attachmentIds } = {}) {
      typing.forget(roomId);
      const message = { clientId, roomId, content, replyTo: replyTo ?? null, ...(attachmentIds ? { attachmentIds } : {}) };
      return tracer.follow(clientId, () => outbox.send(message));
    },
    ...createMessageChanges({ book, request, parley }),
    retry: outbox.retry,
    discard: outbox.discard,
    markRead(roomId, seq = book.get(roomId)?.seq ?? 0) {
      reading.markRead(roomId, seq);
      // The next run shows it as read, and has to tell what this one may not get to.
      if (!connection.isOnline()) void saveReading(persistence, reading.pending());
    },
    startTyping: typing.start,
    stopTyping: typing.stop,
    focus(roomId) {
      if (roomId !== null) cache?.opened(roomId);
      rooms.focus(roomId);
    },
    loadRooms: () => overHttp().describeAll(),
    loadRoom: (roomId) => overHttp().describe(roomId),
    loadOlder: (roomId, limit = pageSize) => overHttp().loadOlder(roomId, limit),
    visit: (roomId, seq, limit = 2 * pageSize) => overHttp().visit(roomId, seq, limit),
    loadPast: (roomId, towards, limit = pageSize) => overHttp().loadPast(roomId, towards, limit),
    leavePast: (roomId) => book.change(roomId, leavePast),
    loadMembers: (roomId) => overHttp().loadMembers(roomId),
    loadOlderNotifications: notifications.loadOlder,
    request,
    nudge() {
      connection.nudge();
      void outbox.load();
    },
    flush,
    async close() {
      isClosed = true;
      cancelAdopting();
      connection.stop();
      await flush();
      outbox.close();
      drafts.stop();
      cache?.stop();
    },
  };
}

function fixedToken(token: string): TokenSource {
  return { get: async () => token, expiresAt: () => undefined };
}

function isRemembered(parley: Parley): boolean {
  const now = parley.session.state.getSnapshot();
  return now.status === 'signed_in' && now.isRemembered === true;
}

function lacksPreview(room: RoomState | undefined): boolean {
  return room?.info?.last_message === null && room.floor > 0;
}

const withoutHttp = () => Promise.reject(unreachable('connect() was given no `parley` to read with'));
const rejectingReader = {
  describeAll: withoutHttp,
  describe: withoutHttp,
  loadOlder: withoutHttp,
  visit: withoutHttp,
  loadPast: withoutHttp,
  loadMembers: withoutHttp,
};
