import type { EventMetadata } from '@parley/event-store';
import { lockStream } from '@parley/event-store';
import type { AuthDatabase } from '../auth-database.ts';
import { executeOnSession } from '../commands/execute-command.ts';
import type { EndReason } from '../domain/session-events.ts';
import { accessTokenSeconds } from '../tokens/token-lifetime.ts';
import type { LiveSessions } from './live-sessions.ts';

/** More devices than anybody has. Bounds the list, and how much ending all of them can be. */
export const sessionsPerPerson = 200;

/**
 * Sessions of a person that may still be used, the newest first. Hold the lock of the account's stream when all of them
 * must be known: with it, none can start.
 */
export async function openSessions(trx: AuthDatabase, userId: string, now: Date): Promise<string[]> {
  const rows = await trx
    .selectFrom('sessions')
    .select('session_id')
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    // An access token may outlive its session by as long as it is good.
    .where('expires_at', '>', new Date(now.getTime() - accessTokenSeconds * 1_000))
    .orderBy('started_at', 'desc')
    .orderBy('session_id', 'desc')
    .execute();
  return rows.map((row) => row.session_id);
}

/** In one order for everybody: two that end the same sessions wait for each other instead of for ever. */
export async function lockSessions(trx: AuthDatabase, sessionIds: readonly string[]): Promise<void> {
  for (const sessionId of [...sessionIds].sort()) await lockStream(trx, sessionId);
}

export type Ending = { userId: string; sessionIds: readonly string[]; reason: EndReason; now: Date; metadata: EventMetadata };

/**
 * Ends sessions inside the caller's transaction, which must not have written before: locks come first, so that transaction
 * ids follow the versions. Call `announceEnds` after the commit.
 *
 * @throws ProblemError `not_found` when one of them is somebody else's
 */
export async function endSessions(trx: AuthDatabase, liveSessions: LiveSessions, ending: Ending): Promise<void> {
  const { userId, sessionIds, reason, now, metadata } = ending;
  const ordered = [...sessionIds].sort();
  await lockSessions(trx, ordered);
  const command = { type: 'EndSession' as const, user_id: userId, reason, at: now.toISOString() };
  for (const streamId of ordered) await executeOnSession({ trx, streamId, command, metadata: { ...metadata, actor_id: userId } });
  // Before the commit: should it fail, the next refresh brings the entries back; the other order could leave them for good.
  await liveSessions.end(...ordered);
}

export function announceEnds(liveSessions: LiveSessions, { userId, sessionIds, reason }: Pick<Ending, 'userId' | 'sessionIds' | 'reason'>) {
  for (const sessionId of sessionIds) liveSessions.announceEnd({ userId, sessionId, reason });
}

/** One signal for all sockets of a person, also those of sessions that nobody knows of. After the commit. */
export function announceStanding(liveSessions: LiveSessions, userId: string, what: 'suspended' | 'deleted' | 'tokens_outdated'): void {
  liveSessions.announce(userId, what === 'tokens_outdated' ? { kind: 'tokens.outdated' } : { kind: 'session.ended', reason: what });
}
