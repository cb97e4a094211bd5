import { sessionIdSchema, subjects, type UserSignal } from '@parley/contracts';
import type { Nats } from '@parley/messaging';
import { sessionKey } from '@parley/service-kit';
import type { Redis } from 'ioredis';
import type { EndReason } from '../domain/session-events.ts';
import { accessTokenSeconds } from '../tokens/token-lifetime.ts';

/**
 * Which sessions may use their access tokens, asked by every service on every request. A positive list: what is not in it
 * is signed out. An entry lives as long as the newest access token of the session, and refreshing renews it; so wiping
 * Redis costs each client one refresh, and an entry that should have been deleted dies by itself.
 */
export type LiveSessions = {
  start(sessionId: string, userId: string): Promise<void>;
  end(...sessionIds: string[]): Promise<void>;
  /** Tells the open sockets of the person. Call it after the commit. */
  announceEnd(options: { userId: string; sessionId: string; reason: EndReason }): void;
  /** Tells all of them something else. */
  announce(userId: string, signal: UserSignal): void;
};

export function createLiveSessions(redis: Redis, nats: Nats): LiveSessions {
  const announce = (userId: string, signal: UserSignal) => nats.nc.publish(subjects.user(userId), JSON.stringify(signal));
  return {
    announce,
    async start(sessionId, userId) {
      // A little longer than the token: its end, not the list's, is to be what a client is told of.
      await redis.set(sessionKey(sessionId), userId, 'EX', accessTokenSeconds + 60);
    },
    async end(...sessionIds) {
      if (sessionIds.length > 0) await redis.del(sessionIds.map(sessionKey));
    },
    announceEnd({ userId, sessionId, reason }) {
      announce(userId, { kind: 'session.ended', session_id: sessionIdSchema.parse(sessionId), reason });
    },
  };
}
