import { setTimeout as delay } from 'node:timers/promises';
import { limits, type RoomId } from '@parley/contracts';
import type { Nats } from '@parley/messaging';
import type { TokenVerifier } from '@parley/service-kit';
import { createTraceAdmission, createTraceBudget, type TraceAdmission, tracing } from '@parley/tracing';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { createCarryOut } from './commands/carry-out.ts';
import { createSendForwarder, forStrangers } from './commands/send-forwarder.ts';
import { encodeJsonFrame } from './frames/encode-text-frame.ts';
import { droppedAsTooSlow, observeSockets } from './metrics.ts';
import { createLeaseKeeper } from './presence/lease-keeper.ts';
import { relayPresence } from './presence/presence-changes.ts';
import { createAdmissions } from './rooms/admissions.ts';
import { createEpochWatch, readEpoch } from './rooms/epoch-watch.ts';
import { createMemberships, tellMissed } from './rooms/follow-memberships.ts';
import { RoomFeeds } from './rooms/room-feeds.ts';
import { createTypingSignals } from './signals/typing.ts';
import { createUserSignals } from './signals/user-signals.ts';
import type { ClientSocket, SocketGate } from './sockets/client-socket.ts';
import { drainSockets, sendElsewhere } from './sockets/drain-sockets.ts';
import { runHeartbeats } from './sockets/heartbeats.ts';
import { createSessionRegistry, type SessionRegistry } from './sockets/session-registry.ts';

export type RealtimeOptions = {
  nats: Nats;
  log: Logger;
  verifier: TokenVerifier;
  gatewayId: string;
  /** How often it is asked which log this is: so long a restored backup may go unnoticed. */
  checkEpochMs?: number;
  /** Default: nothing is traced. */
  admitTrace?: TraceAdmission;
  browserTraceRatio?: number;
};

/** How often all heads are compared, also when nothing seems to be wrong. */
const checkHeadsMs = 30_000;
/** How often every open socket's session is looked at, and how many at a time. */
const confirmSessionsMs = 60_000;
const confirmedTogether = 200;

/** The realtime half of the gateway, put together: sockets, the rooms they are in, and what reaches them. */
export function createRealtime({
  nats,
  log,
  verifier,
  gatewayId,
  checkEpochMs = 3_000,
  admitTrace = createTraceAdmission({ ratio: 0, budget: createTraceBudget(0) }),
  browserTraceRatio = 0,
}: RealtimeOptions) {
  const sockets = new Set<ClientSocket>();
  const userSignals = createUserSignals({ nats, log }, (userId) => sessions.ofUser(userId));
  const sessions: SessionRegistry = createSessionRegistry({ onFirst: userSignals.follow, onLast: userSignals.unfollow });
  const typing = createTypingSignals(nats);
  const feeds = new RoomFeeds({
    nats,
    log,
    onSignal: (payload, feed) => typing.deliver(payload, feed),
    onLost: (roomId, audience) => void memberships.readmit(roomId as RoomId, audience),
  });
  const epochs = createEpochWatch(() => {
    log.warn({ sockets: sockets.size, rooms: feeds.size }, 'a backup was restored: everybody starts afresh');
    feeds.close();
    sendElsewhere([...sockets], 'restored');
  });
  const admissions = createAdmissions(nats, feeds, epochs);
  const memberships = createMemberships({ nats, log, feeds, sessions, admissions, epochs });
  const leases = createLeaseKeeper({ nats, log, gatewayId, sessions: sessions.all });
  const sends = createSendForwarder(nats, log);
  const strangersSends = createSendForwarder(nats, log, forStrangers);
  const carryOut = createCarryOut({ nats, log, sends, strangersSends, typing, admitTrace });
  const amiss = new Set<ClientSocket>();

  async function admit(socket: ClientSocket): Promise<void> {
    sessions.add(socket);
    const { epoch, rooms } = await admissions.admitEverywhere(socket);
    if (socket.closing) return;
    const { userId: id, username, role, sessionId: session_id } = socket.actor;
    const data = {
      user: { id, username, role },
      session_id,
      heartbeat_ms: limits.heartbeatMs,
      epoch,
      rooms: rooms.map(({ room }) => room),
      ...(tracing.on && browserTraceRatio > 0 ? { trace_ratio: browserTraceRatio } : {}),
    };
    socket.send(encodeJsonFrame({ type: 'ready', data }));
    tellMissed(socket, rooms);
    leases.opened(socket);
  }

  function gate(request: FastifyRequest): SocketGate {
    return {
      verify: (token) => verifier.verifyAccessToken(token),
      confirm: ({ sessionId }) => verifier.confirmSession(sessionId),
      admit,
      carryOut,
      arrive: (socket) => void sockets.add(socket),
      leave(socket, authenticated) {
        sockets.delete(socket);
        amiss.delete(socket);
        if (!authenticated) return;
        sessions.remove(socket);
        leases.closed(socket);
      },
      reconcileSoon: (socket) => void amiss.add(socket),
      onTooSlow: (socket) => {
        droppedAsTooSlow.inc();
        log.info({ connection_id: socket.connectionId, queued_bytes: socket.queuedBytes }, 'a socket read too slowly');
      },
      tcpSocket: request.raw.socket,
    };
  }

  /** Every reconnect of NATS may have lost anything: heads, joinings, ended sessions. */
  function onGap(): void {
    for (const socket of sockets) amiss.add(socket);
    void memberships.checkHeads().catch((error) => log.warn({ err: error }, 'heads could not be compared yet'));
  }

  async function mendAmiss(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await delay(500, undefined, { signal }).catch(() => undefined);
      if (amiss.size === 0 || !nats.connected()) continue;
      const batch = [...amiss];
      amiss.clear();
      await Promise.all(batch.map(mendOne));
    }
  }

  async function mendOne(socket: ClientSocket): Promise<void> {
    try {
      // One that is still entering may have missed something as well.
      if (!socket.isOpen) return again(socket);
      await memberships.reconcile(socket);
      await socket.confirm();
    } catch (error) {
      log.warn({ err: error }, 'the rooms of a socket could not be compared yet');
      again(socket);
    }
  }

  function again(socket: ClientSocket): void {
    if (!socket.closing) amiss.add(socket);
  }

  async function compareHeads(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await delay(checkHeadsMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await memberships.checkHeads().catch((error) => log.warn({ err: error }, 'heads could not be compared yet'));
    }
  }

  async function compareEpochs(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await delay(checkEpochMs, undefined, { signal }).catch(() => undefined);
      // No answer: `messages` is away, perhaps because somebody restores it right now.
      if (!signal.aborted) await readEpoch(nats).then(epochs.seen, () => undefined);
    }
  }

  /** A signal that a session has ended may be lost; and a session that only listens is in use, too. */
  async function confirmSessions(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await delay(confirmSessionsMs, undefined, { signal }).catch(() => undefined);
      const open = [...sockets].filter((socket) => socket.isOpen);
      for (let next = 0; next < open.length && !signal.aborted; next += confirmedTogether) {
        // Redis is away: nobody is thrown out for that.
        await Promise.allSettled(open.slice(next, next + confirmedTogether).map((socket) => socket.confirm()));
      }
    }
  }

  observeSockets({
    sockets: () => sockets.size,
    rooms: () => feeds.size,
    queuedBytes: () => sumOf(sockets, (socket) => socket.queuedBytes),
  });

  return {
    gate,
    /** Begins to hear of memberships, presence and gaps. */
    listen() {
      const subscriptions = [memberships.listen(), relayPresence({ nats, log }, feeds, sessions)];
      const stopHearingGaps = nats.onReconnect(onGap);
      return () => {
        stopHearingGaps();
        for (const subscription of subscriptions) subscription.unsubscribe();
      };
    },
    loops: {
      heartbeats: (signal: AbortSignal) => runHeartbeats(() => sockets, signal),
      leases: leases.run,
      'mend-rooms': mendAmiss,
      'compare-heads': compareHeads,
      'compare-epochs': compareEpochs,
      'confirm-sessions': confirmSessions,
    },
    /** Tells everyone to go elsewhere, a few at a time, and waits for what is being stored. */
    async drain() {
      await drainSockets([...sockets]);
      await Promise.all([sends.idle(), strangersSends.idle()]);
      await leases.flush().catch(() => undefined);
      feeds.close();
    },
  };
}

function sumOf<Item>(items: Iterable<Item>, of: (item: Item) => number): number {
  let sum = 0;
  for (const item of items) sum += of(item);
  return sum;
}
