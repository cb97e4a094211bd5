import { assertNever } from '@parley/contracts';
import type { AuthDatabase } from '../../auth-database.ts';
import type { SessionEvent } from '../../domain/session-events.ts';

/** `sessions` after one more event. Runs in the transaction that appends the event. */
export async function projectSession(db: AuthDatabase, sessionId: string, event: SessionEvent): Promise<void> {
  switch (event.type) {
    case 'SessionStarted': {
      const { user_id, address, user_agent, expires_at, at } = event.data;
      const times = { started_at: new Date(at), expires_at: new Date(expires_at) };
      await db
        .insertInto('sessions')
        .values({ session_id: sessionId, user_id, address, user_agent, ...times, ended_at: null, end_reason: null })
        .execute();
      return;
    }
    case 'SessionEnded':
      await db
        .updateTable('sessions')
        .set({ ended_at: new Date(event.data.at), end_reason: event.data.reason })
        .where('session_id', '=', sessionId)
        .execute();
      return;
    default:
      return assertNever(event);
  }
}
