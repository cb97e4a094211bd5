import type { EventMetadata } from '@parley/event-store';
import { lockStream } from '@parley/event-store';
import type { AuthDependencies } from '../../dependencies.ts';
import { announceEnds, endSessions, openSessions } from '../../sessions/end-sessions.ts';

/** Ends every session of a person. One that starts at the same moment is either ended too or younger than this. */
export async function logoutAll(dependencies: AuthDependencies, userId: string, metadata: EventMetadata): Promise<void> {
  const { db, clock, liveSessions } = dependencies;
  const reason = 'logged_out' as const;
  const now = clock();
  const sessionIds = await db.transaction().execute(async (trx) => {
    await lockStream(trx, userId);
    const open = await openSessions(trx, userId, now);
    await endSessions(trx, liveSessions, { userId, sessionIds: open, reason, now, metadata });
    return open;
  });
  announceEnds(liveSessions, { userId, sessionIds, reason });
}
