import type { DeviceSession, SessionId } from '@parley/contracts';
import { sessionIdSchema } from '@parley/contracts';
import type { AuthDatabase } from '../../auth-database.ts';
import { deviceName } from '../../devices/device-name.ts';
import { sessionsPerPerson } from '../../sessions/end-sessions.ts';

export type ListSessions = { userId: string; current: SessionId; now: Date };

/** Logins that are still good, the newest first. When each was last seen is told by its last request, to within a minute. */
export async function listSessions(db: AuthDatabase, { userId, current, now }: ListSessions): Promise<DeviceSession[]> {
  const rows = await db
    .selectFrom('sessions')
    .leftJoin('session_sightings', 'session_sightings.session_id', 'sessions.session_id')
    .select(['sessions.session_id', 'started_at', 'address', 'user_agent', 'session_sightings.last_seen_at as sighted_at'])
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
    .orderBy('sessions.session_id', 'desc')
    .limit(sessionsPerPerson)
    .execute();
  return rows.map(({ session_id, started_at, refreshed_at, sighted_at, address, user_agent }) => {
    const id = sessionIdSchema.parse(session_id);
    const seen = id === current ? now : latest(started_at, refreshed_at, sighted_at);
    return {
      id,
      created_at: started_at.toISOString(),
      last_seen_at: seen.toISOString(),
      address,
      user_agent,
      device: deviceName(user_agent),
      current: id === current,
    };
  });
}

function latest(first: Date, ...others: ReadonlyArray<Date | null>): Date {
  return others.reduce<Date>((last, other) => (other && other > last ? other : last), first);
}
