import { type Presence, readPresenceRpc, type UserId, visibleUsersRpc } from '@parley/contracts';
import { type RpcServer, requestRpc, serveRpc } from '@parley/messaging';
import type { PresenceDependencies } from '../../dependencies.ts';

export async function readPresence({ leases }: Pick<PresenceDependencies, 'leases'>, userIds: readonly UserId[]): Promise<Presence[]> {
  const found = await leases.read(userIds);
  return found.map(({ user_id, status, status_text, last_seen_at }) => ({ user_id, status, status_text, last_seen_at }));
}

/** For services. Who may see it is the caller's to decide. */
export function serveReadPresence(dependencies: PresenceDependencies): Promise<RpcServer> {
  return serveRpc(dependencies.nats, readPresenceRpc, async ({ user_ids }) => ({ items: await readPresence(dependencies, user_ids) }));
}

/** For people: of those asked for, the ones they share a room or friendship with. The others are left out, as if unknown. */
export async function readVisiblePresence(
  dependencies: PresenceDependencies,
  { viewerId, userIds, traceparent }: { viewerId: UserId; userIds: readonly UserId[]; traceparent: string },
): Promise<Presence[]> {
  const wanted = [...new Set(userIds)];
  const others = wanted.filter((userId) => userId !== viewerId);
  const request = { viewer_id: viewerId, user_ids: others };
  const visible =
    others.length === 0
      ? { user_ids: [] }
      : await requestRpc(dependencies.nats, visibleUsersRpc, request, { timeoutMs: 2_000, traceparent });
  const allowed = new Set(visible.user_ids).add(viewerId);
  return readPresence(
    dependencies,
    wanted.filter((userId) => allowed.has(userId)),
  );
}
