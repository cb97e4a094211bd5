import type { EventMetadata } from '@parley/event-store';
import type { AuthDependencies } from '../../dependencies.ts';
import { executeOnSession } from '../execute-command.ts';

export type Logout = { userId: string; sessionId: string };

/** Ends a session everywhere: its tokens at once, its sockets within moments. Ending it again changes nothing. */
export async function logout(dependencies: AuthDependencies, { userId, sessionId }: Logout, metadata: EventMetadata): Promise<void> {
  const { db, clock, liveSessions } = dependencies;
  await db.transaction().execute(async (trx) => {
    const end = { type: 'EndSession' as const, user_id: userId, reason: 'logged_out' as const, at: clock().toISOString() };
    await executeOnSession({ trx, streamId: sessionId, command: end, metadata: { ...metadata, actor_id: userId } });
    // Before the commit: should it fail, the next refresh brings the entry back; the other order could leave it for good.
    await liveSessions.end(sessionId);
  });
  liveSessions.announceEnd({ userId, sessionId, reason: 'logged_out' });
}
