import { forgetPresenceRpc } from '@parley/contracts';
import { type RpcServer, serveRpc } from '@parley/messaging';
import type { PresenceDependencies } from '../../dependencies.ts';

/** An account was deleted: its person is offline, and a minute later nothing of them is left here. */
export function serveForget({ nats, leases, announcer }: PresenceDependencies): Promise<RpcServer> {
  return serveRpc(nats, forgetPresenceRpc, async ({ user_id }) => {
    announcer.announce(await leases.forget(user_id));
    return {};
  });
}
