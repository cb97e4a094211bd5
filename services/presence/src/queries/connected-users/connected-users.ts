import { connectedUsersRpc } from '@parley/contracts';
import { type RpcServer, serveRpc } from '@parley/messaging';
import type { PresenceDependencies } from '../../dependencies.ts';

/** Who has an open socket, invisible or not: whoever has one sees what happens there. For services alone. */
export function serveConnectedUsers({ nats, leases }: PresenceDependencies): Promise<RpcServer> {
  return serveRpc(nats, connectedUsersRpc, async ({ user_ids }) => ({ connected: await leases.connected(user_ids) }));
}
