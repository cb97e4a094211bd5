import { type Presence, readPresenceRpc, userIdSchema } from '@parley/contracts';
import { requestRpc } from '@parley/messaging';
import { ProblemError } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';

/** One's own account, with presence beside it. */
export async function ownAccount(dependencies: AuthDependencies, userId: string, traceparent: string) {
  const [row, presence] = await Promise.all([
    dependencies.db
      .selectFrom('accounts')
      .select(['username', 'display_name', 'avatar_url', 'bio', 'status_text', 'created_at', 'email', 'email_verified', 'role'])
      .where('user_id', '=', userId)
      .executeTakeFirst(),
    presenceOf(dependencies, userId, traceparent),
  ]);
  if (!row) throw new ProblemError('user_not_found');
  return {
    ...row,
    id: userId,
    created_at: row.created_at.toISOString(),
    is_online: presence !== undefined && presence.status !== 'offline',
    last_seen_at: presence?.last_seen_at ?? null,
  };
}

/** Presence is a courtesy: without it people look offline, and everything else works. */
export async function presenceOf(
  { nats, log }: Pick<AuthDependencies, 'nats' | 'log'>,
  userId: string,
  traceparent: string,
): Promise<Presence | undefined> {
  try {
    const reply = await requestRpc(nats, readPresenceRpc, { user_ids: [userIdSchema.parse(userId)] }, { timeoutMs: 500, traceparent });
    return reply.items[0];
  } catch (error) {
    log.debug({ err: error }, 'presence is not available');
    return undefined;
  }
}
