import type { DeviceSession, SessionId } from '@parley/contracts';
import { sessionIdSchema } from '@parley/contracts';
import type { AuthDatabase } from '../../auth-database.ts';
import { sessionsPerPerson } from '../../sessions/end-sessions.ts';

export type ListSessions = { userId: string; current: SessionId; now: Date };

/**
 * Logins that are still good, the newest first. A device in use refreshes at least every half hour, so its last refresh says
 * when it was last seen, without a write per request.
 */
export async function listSessions(db: AuthDatabase, { userId, current, now }: ListSessions): Promise<DeviceSession[]> {
  const rows = await db
    .selectFrom('sessions')
    .select(['session_id', 'started_at', 'address', 'user_agent'])
    .select((eb) =>
      eb
        .selectFrom('refresh_tokens')
        .select((token) => token.fn.max('refresh_tokens.issued_at').as('issued_at'))
        .whereRef('refresh_tokens.session_id', '=', 'sessions.session_id')
        .as('refreshed_at'),
    )
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('started_at', 'desc')
    .orderBy('session_id', 'desc')
    .limit(sessionsPerPerson)
    .execute();
  return rows.map(({ session_id, started_at, refreshed_at, address, user_agent }) => {
    const id = sessionIdSchema.parse(session_id);
    const seen = id === current ? now : (refreshed_at ?? started_at);
    return {
      id,
      created_at: started_at.toISOString(),
      last_seen_at: seen.toISOString(),
      address,
      user_agent,
      current: id === current,
    };
  });
}
