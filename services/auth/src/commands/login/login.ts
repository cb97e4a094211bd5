import { randomUUIDv7 } from 'node:crypto';
import type { EventMetadata } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import type { IssuedTokens } from '../../sessions/token-pair.ts';
import { hashRefreshToken, newRefreshToken } from '../../tokens/refresh-token.ts';
import { executeOnSession } from '../execute-command.ts';

export type Login = { email: string; password: string; remember: boolean; address: string; userAgent: string | null };
export type LoggedIn = IssuedTokens & { userId: string };

const dayMs = 86_400_000;

/**
 * Checks a password and starts a session. An unknown address and a wrong password are answered alike and after the same work.
 * @throws ProblemError `invalid_credentials`, `too_many_requests`, `unavailable`
 */
export async function login(dependencies: AuthDependencies, command: Login, metadata: EventMetadata): Promise<LoggedIn> {
  const { db, clock, passwords, accessTokens, liveSessions } = dependencies;
  await dependencies.loginLimit.take(command.address);
  const found = await findCredentials(dependencies, command.email);
  const correct = await passwords.verify(command.password, found?.password_hash);
  if (!found || !correct) throw new ProblemError('invalid_credentials');

  const now = clock();
  const { user_id: userId, role, username } = found;
  const sessionId = randomUUIDv7();
  const refreshToken = newRefreshToken();
  const sessionExpiresAt = new Date(now.getTime() + (command.remember ? 30 : 7) * dayMs);
  await db.transaction().execute(async (trx) => {
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
  });
  const accessToken = await accessTokens.issue({ userId, sessionId, role, username, now });
  return { userId, accessToken, refreshToken, sessionExpiresAt };
}

function findCredentials({ db }: AuthDependencies, email: string) {
  return db
    .selectFrom('accounts')
    .innerJoin('credentials', 'credentials.user_id', 'accounts.user_id')
    .select(['accounts.user_id', 'accounts.username', 'accounts.role', 'credentials.password_hash'])
    .where((eb) => eb(eb.fn('lower', ['accounts.email']), '=', email.trim().toLowerCase()))
    .executeTakeFirst();
}
