import { setTimeout as delay } from 'node:timers/promises';
import { limits, touchPresenceRpc, type UserId } from '@parley/contracts';
import { type Nats, requestRpc } from '@parley/messaging';
import type { Logger } from 'pino';
import type { SocketSession } from '../sockets/socket-session.ts';

export type LeaseKeeper = {
  opened(session: SocketSession): void;
  closed(session: SocketSession): void;
  /** Renews all leases in bulk, for ever. */
  run(signal: AbortSignal): Promise<void>;
  /** Gives back what is left to give back. */
  flush(): Promise<void>;
};

export type LeaseKeeperOptions = { nats: Nats; log: Logger; gatewayId: string; sessions: () => readonly SocketSession[] };

const perRequest = 1_000;
const gatherMs = 100;

/**
 * Tells `presence` which connections live here: news gathered for a moment, everything once per refresh. A gateway that
 * dies says nothing, and its leases end by themselves.
 */
export function createLeaseKeeper({ nats, log, gatewayId, sessions }: LeaseKeeperOptions): LeaseKeeper {
  const opened = new Map<string, SocketSession>();
  const closed = new Map<string, UserId>();
  let timer: NodeJS.Timeout | undefined;

  const leaseOf = (session: SocketSession) => ({
    connection_id: session.connectionId,
    user_id: session.actor.userId,
    username: session.actor.username,
  });

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    while (opened.size > 0 || closed.size > 0) {
      const connections = [...opened.values()].slice(0, perRequest);
      const gone = [...closed].slice(0, perRequest);
      for (const session of connections) opened.delete(session.connectionId);
      for (const [connectionId] of gone) closed.delete(connectionId);
      await touch(connections, gone);
    }
  }

  async function touch(connections: readonly SocketSession[], gone: ReadonlyArray<[string, UserId]>): Promise<void> {
    const request = {
      gateway_id: gatewayId,
      connections: connections.map(leaseOf),
      closed: gone.map(([connection_id, user_id]) => ({ connection_id, user_id })),
    };
    await requestRpc(nats, touchPresenceRpc, request, { timeoutMs: 5_000 });
  }

  function soon(): void {
    // What is lost here is made good by the next refresh, or by the lease's end.
    timer ??= setTimeout(() => void flush().catch((error) => log.warn({ err: error }, 'presence did not answer')), gatherMs);
  }

  return {
    flush,
    opened(session) {
      opened.set(session.connectionId, session);
      soon();
    },
    closed(session) {
      opened.delete(session.connectionId);
      closed.set(session.connectionId, session.actor.userId);
      soon();
    },
    async run(signal) {
      while (!signal.aborted) {
        await delay(limits.presenceRefreshMs, undefined, { signal }).catch(() => undefined);
        const all = sessions();
        for (let from = 0; from < all.length && !signal.aborted; from += perRequest) {
          await touch(all.slice(from, from + perRequest), []).catch((error) => log.warn({ err: error }, 'presence did not answer'));
        }
      }
    },
  };
}
