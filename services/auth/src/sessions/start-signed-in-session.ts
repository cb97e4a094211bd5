import { randomUUIDv7 } from 'node:crypto';
import { type EventMetadata, lockStream } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import { refuseSuspended } from '../administration/refuse-suspended.ts';
import type { AuthDatabase } from '../auth-database.ts';
import { executeOnSession } from '../commands/execute-command.ts';
import type { AuthDependencies } from '../dependencies.ts';
import { type Client, remember } from '../devices/known-devices.ts';
import { noteNewDevice } from '../devices/note-new-device.ts';
import { hashRefreshToken, newRefreshToken } from '../tokens/refresh-token.ts';
import { announceEnds, endSessions, openSessions, sessionsPerPerson } from './end-sessions.ts';
import type { IssuedTokens } from './token-pair.ts';

export type SignIn = {
  userId: string;
  /** 30 days instead of 7. */
  remember: boolean;
  client: Client;
  /** Whether what proved the person still does, asked under the account's lock: checking a password took a third of a second. */
  stillProven(trx: AuthDatabase): Promise<boolean>;
};
export type LoggedIn = IssuedTokens & { userId: string };

const dayMs = 86_400_000;

/**
 * The one place where a session starts, for who has shown all that their account asks for; `admit` decides what that is.
 * @throws ProblemError `invalid_credentials` when it no longer holds, `account_suspended`, `unavailable`
 */
export async function startSignedInSession(dependencies: AuthDependencies, signIn: SignIn, metadata: EventMetadata): Promise<LoggedIn> {
  const { db, clock, accessTokens, liveSessions } = dependencies;
  const { userId, client } = signIn;
  const now = clock();
  const sessionId = randomUUIDv7();
  const refreshToken = newRefreshToken();
  const sessionExpiresAt = new Date(now.getTime() + (signIn.remember ? 30 : 7) * dayMs);
  const started = await db.transaction().execute(async (trx) => {
    // A password that is being replaced: its sessions end with it, so none may start behind that. Both hold this lock.
    await lockStream(trx, userId);
    const account = await trx.selectFrom('accounts').select(['role', 'username']).where('user_id', '=', userId).executeTakeFirst();
    if (!account || !(await signIn.stillProven(trx))) throw new ProblemError('invalid_credentials');
    await refuseSuspended(trx, userId);
    const tooMany = (await openSessions(trx, userId, now)).slice(sessionsPerPerson - 1);
    await endSessions(trx, liveSessions, { userId, sessionIds: tooMany, reason: 'revoked', now, metadata });
    const isNewDevice = await noteNewDevice(trx, { userId, client, sessionId, now, metadata });
    const start = {
      type: 'StartSession' as const,
      user_id: userId,
      address: client.address,
      user_agent: client.userAgent,
      expires_at: sessionExpiresAt.toISOString(),
      at: now.toISOString(),
    };
    await executeOnSession({ trx, streamId: sessionId, command: start, metadata: { ...metadata, actor_id: userId } });
    const token_hash = hashRefreshToken(refreshToken);
    await trx
      .insertInto('refresh_tokens')
      .values({ token_hash, session_id: sessionId, issued_at: now, replaced_at: null, sealed_successor: null })
      .execute();
    const deviceToken = await remember(trx, userId, client, now);
    // Last, so that a Redis that is away leaves no session behind that nobody got to know of.
    await liveSessions.start(sessionId, userId);
    return { account, tooMany, deviceToken, isNewDevice };
  });
  dependencies.log.info({ user_id: userId, session_id: sessionId }, 'signed in');
  announceEnds(liveSessions, { userId, sessionIds: started.tooMany, reason: 'revoked' });
  if (started.isNewDevice) {
    dependencies.wakeMail();
    dependencies.wakeRelay();
  }
  const accessToken = await accessTokens.issue({ userId, sessionId, ...started.account, now });
  return { userId, accessToken, refreshToken, sessionExpiresAt, deviceToken: started.deviceToken };
}
