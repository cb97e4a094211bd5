import { randomUUIDv7 } from 'node:crypto';
import { type EventMetadata, lockStream } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import type { AuthDatabase } from '../auth-database.ts';
import { executeOnAccount, executeOnSession } from '../commands/execute-command.ts';
import type { AuthDependencies } from '../dependencies.ts';
import { isNewPlace, rememberPlace } from '../devices/sign-in-places.ts';
import { addNotice } from '../mail/add-notice.ts';
import { hashRefreshToken, newRefreshToken } from '../tokens/refresh-token.ts';
import { announceEnds, endSessions, openSessions, sessionsPerPerson } from './end-sessions.ts';
import type { IssuedTokens } from './token-pair.ts';

export type Admitted = {
  userId: string;
  role: 'user' | 'admin';
  username: string;
  remember: boolean;
  address: string;
  userAgent: string | null;
  /** Whether what was shown still holds, asked under the account's lock. */
  stillHolds(trx: AuthDatabase): Promise<boolean>;
};
export type LoggedIn = IssuedTokens & { userId: string };

const dayMs = 86_400_000;

/**
 * The session of somebody who has shown all that their account asks for.
 * @throws ProblemError `invalid_credentials` when that no longer holds, `unavailable`
 */
export async function startSession(dependencies: AuthDependencies, admitted: Admitted, metadata: EventMetadata): Promise<LoggedIn> {
  const { db, clock, accessTokens, liveSessions } = dependencies;
  const { userId, role, username, address, userAgent } = admitted;
  const now = clock();
  const sessionId = randomUUIDv7();
  const refreshToken = newRefreshToken();
  const sessionExpiresAt = new Date(now.getTime() + (admitted.remember ? 30 : 7) * dayMs);
  const { ended, newDevice } = await db.transaction().execute(async (trx) => {
    // A password that is being replaced: its sessions end with it, so none may start behind that. Both hold this lock.
    await lockStream(trx, userId);
    if (!(await admitted.stillHolds(trx))) throw new ProblemError('invalid_credentials');
    const tooMany = (await openSessions(trx, userId, now)).slice(sessionsPerPerson - 1);
    await endSessions(trx, liveSessions, { userId, sessionIds: tooMany, reason: 'revoked', now, metadata });
    const isNew = await noteDevice(trx, { userId, address, userAgent, sessionId, now, metadata });
    const start = {
      type: 'StartSession' as const,
      user_id: userId,
      address,
      user_agent: userAgent,
      expires_at: sessionExpiresAt.toISOString(),
      at: now.toISOString(),
    };
    await executeOnSession({ trx, streamId: sessionId, command: start, metadata: { ...metadata, actor_id: userId } });
    const token_hash = hashRefreshToken(refreshToken);
    await trx
      .insertInto('refresh_tokens')
      .values({ token_hash, session_id: sessionId, issued_at: now, replaced_at: null, sealed_successor: null })
      .execute();
    // Last, so that a Redis that is away leaves no session behind that nobody got to know of.
    await liveSessions.start(sessionId, userId);
    return { ended: tooMany, newDevice: isNew };
  });
  announceEnds(liveSessions, { userId, sessionIds: ended, reason: 'revoked' });
  if (newDevice) {
    dependencies.wakeMail();
    dependencies.wakeRelay();
  }
  const accessToken = await accessTokens.issue({ userId, sessionId, role, username, now });
  return { userId, accessToken, refreshToken, sessionExpiresAt };
}

type Noted = { userId: string; address: string; userAgent: string | null; sessionId: string; now: Date; metadata: EventMetadata };

/** The owner hears of a login from where there had been none: if it was not theirs, this is how they learn of it. */
async function noteDevice(trx: AuthDatabase, { sessionId, now, metadata, ...device }: Noted): Promise<boolean> {
  const { userId } = device;
  const isNew = await isNewPlace(trx, device);
  if (isNew) {
    const command = { type: 'UseNewDevice' as const, session_id: sessionId, at: now.toISOString() };
    await executeOnAccount({ trx, streamId: userId, command, metadata: { ...metadata, actor_id: userId } });
    await addNotice(trx, { userId, kind: 'new_device', now });
  }
  await rememberPlace(trx, device, now);
  return isNew;
}
