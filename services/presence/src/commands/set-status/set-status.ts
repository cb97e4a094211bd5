import { setPresenceRpc } from '@parley/contracts';
import { type RpcServer, serveRpc } from '@parley/messaging';
import type { PresenceDependencies } from '../../dependencies.ts';

/** What a person wants to be shown as while connected. Invisible is shown, and told, as offline. */
export function serveSetStatus({ nats, leases, announcer }: PresenceDependencies): Promise<RpcServer> {
  return serveRpc(nats, setPresenceRpc, async ({ user_id, username, status }) => {
    announcer.announce(await leases.choose({ userId: user_id, username, status }));
    return {};
  });
}
