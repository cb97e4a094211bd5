import { setPresenceRpc, type setStatusBodySchema } from '@parley/contracts';
import { type RpcServer, serveRpc } from '@parley/messaging';
import type { z } from 'zod';
import type { PresenceDependencies } from '../../dependencies.ts';

type Person = { userId: string; username: string };

/** What a person wants to be shown as while connected, and what they say they are doing. Invisible is shown, and told, as offline. */
export async function setStatus(
  { leases, announcer }: PresenceDependencies,
  person: Person,
  { status, status_text, expires_at }: z.output<typeof setStatusBodySchema>,
): Promise<void> {
  const expiresAt = expires_at == null ? null : new Date(expires_at);
  announcer.announce(await leases.choose({ ...person, status, statusText: status_text, expiresAt }));
}

export function serveSetStatus(dependencies: PresenceDependencies): Promise<RpcServer> {
  return serveRpc(dependencies.nats, setPresenceRpc, async ({ user_id, username, ...wish }) => {
    await setStatus(dependencies, { userId: user_id, username }, wish);
    return {};
  });
}
