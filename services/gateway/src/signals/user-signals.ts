import { assertNever, subjects, type UserSignal } from '@parley/contracts';
import type { Nats } from '@parley/messaging';
import type { Logger } from 'pino';
import { encodeJsonFrame } from '../frames/encode-text-frame.ts';
import type { SessionRegistry } from '../sockets/session-registry.ts';
import type { SocketSession } from '../sockets/socket-session.ts';
import { onMessage } from './on-message.ts';

/** Listens to the personal subject of everyone who is connected here. */
export function createUserSignals(
  { nats, log }: { nats: Nats; log: Logger },
  sessionsOf: (userId: string) => ReturnType<SessionRegistry['ofUser']>,
) {
  const subscriptions = new Map<string, { unsubscribe(): void }>();

  function deliver(userId: string, signal: UserSignal): void {
    for (const session of sessionsOf(userId)) deliverTo(session, signal);
  }

  return {
    follow(userId: string): void {
      const options = onMessage(log, (message) => deliver(userId, JSON.parse(message.string()) as UserSignal));
      subscriptions.set(userId, nats.nc.subscribe(subjects.user(userId), options));
    },
    unfollow(userId: string): void {
      subscriptions.get(userId)?.unsubscribe();
      subscriptions.delete(userId);
    },
  };
}

function deliverTo(session: SocketSession, signal: UserSignal): void {
  switch (signal.kind) {
    case 'read.updated': {
      const { kind: type, ...data } = signal;
      session.send(encodeJsonFrame({ type, data: { ...data, user_id: session.userId } }));
      return;
    }
    case 'room.muted': {
      const { kind: type, ...data } = signal;
      session.send(encodeJsonFrame({ type, data }));
      return;
    }
    case 'notification':
    case 'notification.read':
    case 'notification.withdrawn': {
      const { kind: type, ...data } = signal;
      session.send(encodeJsonFrame({ type, data }));
      return;
    }
    case 'relationships.changed':
      session.send(encodeJsonFrame({ type: signal.kind, data: {} }));
      return;
    case 'session.ended': {
      if (signal.session_id === undefined || signal.session_id === session.actor.sessionId) session.end('session_ended', signal.reason);
      return;
    }
    case 'tokens.outdated':
      session.close('unauthenticated', 'token_outdated');
      return;
    default:
      assertNever(signal);
  }
}
