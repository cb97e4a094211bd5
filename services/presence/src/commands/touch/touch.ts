import { touchPresenceRpc } from '@parley/contracts';
import { type RpcServer, serveRpc } from '@parley/messaging';
import type { PresenceDependencies } from '../../dependencies.ts';

/**
 * A gateway renews its leases and gives back those of closed connections. Connection ids are the gateway's own, so they are
 * told apart by it. A connection that is in both lists has closed.
 */
export function serveTouch({ nats, leases, announcer }: PresenceDependencies): Promise<RpcServer> {
  return serveRpc(nats, touchPresenceRpc, async ({ gateway_id, connections, closed }) => {
    const idOf = (entry: { connection_id: string }) => `${gateway_id}/${entry.connection_id}`;
    const changed = await leases.touch({
      touched: connections.map((entry) => ({ connectionId: idOf(entry), userId: entry.user_id, username: entry.username })),
      closed: closed.map((entry) => ({ connectionId: idOf(entry), userId: entry.user_id })),
    });
    announcer.announce(changed);
    return {};
  });
}
