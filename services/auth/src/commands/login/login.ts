import { randomUUIDv7 } from 'node:crypto';
import { type EventMetadata, lockStream } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import { refuseSuspended } from '../../administration/refuse-suspended.ts';
import type { AuthDatabase } from '../../auth-database.ts';
import type { AuthDependencies } from '../../dependencies.ts';
import { announceEnds, endSessions, openSessions, sessionsPerPerson } from '../../sessions/end-sessions.ts';
import type { IssuedTokens } from '../../sessions/token-pair.ts';
import { hashRefreshToken, newRefreshToken } from '../../tokens/refresh-token.ts';
import { executeOnSession } from '../execute-command.ts';

export type Login = { email: string; password: string; remember: boolean; address: string; userAgent: string | null };
export type LoggedIn = IssuedTokens & { userId: string };

const dayMs = 86_400_000;

/**
 * Checks a password and starts a session. An unknown address and a wrong password are answered alike and after the same work.
 * @throws ProblemError `invalid_credentials`, `account_suspended`, `too_many_requests`, `unavailable`
 */
export async function login(dependencies: AuthDependencies, command: Login, metadata: EventMetadata): Promise<LoggedIn> {
  const { db, clock, passwords, accessTokens, liveSessions } = dependencies;
  await dependencies.loginLimit.take(command.address);
  const found = await findCredentials(dependencies, command.email);
  const correct = await passwords.verify(command.password, found?.password_hash);
  if (!found || !correct) throw new ProblemError('invalid_credentials');
  await refuseSuspended(db, found.user_id);

  const now = clock();
  const { user_id: userId, role, username } = found;
  const sessionId = randomUUIDv7();
  const refreshToken = newRefreshToken();
  const sessionExpiresAt = new Date(now.getTime() + (command.remember ? 30 : 7) * dayMs);
  const ended = await db.transaction().execute(async (trx) => {
    // A password that is being replaced: its sessions end with it, so none may start behind that. Both hold this lock.
    await lockStream(trx, userId);
    if (!(await stillCurrent(trx, found))) throw new ProblemError('invalid_credentials');
    await refuseSuspended(trx, userId);
    const tooMany = (await openSessions(trx, userId, now)).slice(sessionsPerPerson - 1);
    await endSessions(trx, liveSessions, { userId, sessionIds: tooMany, reason: 'revoked', now, metadata });
    const start = {
      type: 'StartSession' as const,
      user_id: userId,
      address: command.address,
      user_agent: command.userAgent,
      expires_at: sessionExpiresAt.toISOString(),
      at: now.toISOString(),
    };
    await executeOnSession({ trx, streamId: sessionId, command: start, metadata: { ...metadata, actor_id: userId } });
    await trx
      .insertInto('refresh_tokens')
      .values({
        token_hash: hashRefreshToken(refreshToken),
        session_id: sessionId,
        issued_at: now,
        replaced_at: null,
        sealed_successor: null,
      })
      .execute();
    // Last, so that a Redis that is away leaves no session behind that nobody got to know of.
    await liveSessions.start(sessionId, userId);
    return tooMany;
  });
  announceEnds(liveSessions, { userId, sessionIds: ended, reason: 'revoked' });
  const accessToken = await accessTokens.issue({ userId, sessionId, role, username, now });
  return { userId, accessToken, refreshToken, sessionExpiresAt };
}

/** Checking it took a third of a second. */
async function stillCurrent(trx: AuthDatabase, found: { user_id: string; password_hash: string }): Promise<boolean> {
  const row = await trx.selectFrom('credentials').select('password_hash').where('user_id', '=', found.user_id).executeTakeFirst();
  return row?.password_hash === found.password_hash;
}

function findCredentials({ db }: AuthDependencies, email: string) {
  return db
    .selectFrom('accounts')
    .innerJoin('credentials', 'credentials.user_id', 'accounts.user_id')
    .select(['accounts.user_id', 'accounts.username', 'accounts.role', 'credentials.password_hash'])
    .where((eb) => eb(eb.fn('lower', ['accounts.email']), '=', email.trim().toLowerCase()))
    .executeTakeFirst();
}
