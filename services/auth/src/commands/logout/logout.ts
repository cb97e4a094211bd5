import type { EventMetadata } from '@parley/event-store';
import type { AuthDependencies } from '../../dependencies.ts';
import { announceEnds, endSessions } from '../../sessions/end-sessions.ts';

/** `revoked`: by its owner, from another device. */
export type Logout = { userId: string; sessionId: string; reason: 'logged_out' | 'revoked' };

/** Ends a session everywhere: its tokens at once, its sockets within moments. Ending it again changes nothing. */
export async function logout(dependencies: AuthDependencies, command: Logout, metadata: EventMetadata): Promise<void> {
  const { db, clock, liveSessions } = dependencies;
  const ending = { userId: command.userId, sessionIds: [command.sessionId], reason: command.reason, now: clock(), metadata };
  await db.transaction().execute((trx) => endSessions(trx, liveSessions, ending));
  announceEnds(liveSessions, ending);
}
