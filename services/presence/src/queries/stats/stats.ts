import { statsRpc } from '@parley/contracts';
import { type RpcServer, serveRpc } from '@parley/messaging';
import type { PresenceDependencies } from '../../dependencies.ts';

/** Numbers for administrators. */
export function serveStats({ nats, leases }: PresenceDependencies): Promise<RpcServer> {
  return serveRpc(nats, statsRpc('presence'), async () => ({ counts: { people_online: await leases.countShown() } }), {
    queue: 'presence',
  });
}
