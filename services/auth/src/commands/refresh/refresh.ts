import type { EventMetadata } from '@parley/event-store';
import { lockStream } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import type { AuthDatabase } from '../../auth-database.ts';
import type { AuthDependencies } from '../../dependencies.ts';
import type { IssuedTokens } from '../../sessions/token-pair.ts';
import { hashOfText, hashRefreshToken, isRefreshToken, newRefreshToken, openSuccessor, sealSuccessor } from '../../tokens/refresh-token.ts';
import { executeOnSession } from '../execute-command.ts';

/** How long a token that was just replaced is taken for a parallel tab's rather than a thief's. */
export const reuseGraceMs = 10_000;

type Session = { sessionId: string; userId: string; role: 'user' | 'admin'; username: string; expiresAt: Date };
type Outcome = { kind: 'issued'; session: Session; refreshToken: string } | { kind: 'reused'; session: Session } | { kind: 'invalid' };

export type RefreshWish = { token: string; idempotencyKey?: string | undefined };

/**
 * Trades a refresh token for a new pair.
 *
 * A session's tokens form one chain; only its last one is live. A token that was replaced a moment ago gets the chain's
 * last one, however many tabs ask at once; so does, at any time, the request that replaced it, which did not get its answer. Else a
 * token that was replaced longer ago is in two hands: the session ends.
 *
 * @throws ProblemError `refresh_token_invalid`, `unavailable`
 */
export async function refresh(dependencies: AuthDependencies, wish: RefreshWish, metadata: EventMetadata): Promise<IssuedTokens> {
  const { token } = wish;
  const request = wish.idempotencyKey === undefined ? null : hashOfText(wish.idempotencyKey);
  if (!isRefreshToken(token)) throw new ProblemError('refresh_token_invalid');
  const now = dependencies.clock();
  const outcome = await dependencies.db.transaction().execute((trx) => trade(trx, { dependencies, token, request, now, metadata }));
  if (outcome.kind === 'invalid') throw new ProblemError('refresh_token_invalid');
  if (outcome.kind === 'reused') {
    const { sessionId, userId } = outcome.session;
    dependencies.liveSessions.announceEnd({ userId, sessionId, reason: 'reuse_detected' });
    dependencies.log.warn({ session_id: sessionId, user_id: userId }, 'a replaced refresh token was used again: session ended');
    throw new ProblemError('refresh_token_invalid');
  }
  const { session, refreshToken } = outcome;
  const accessToken = await dependencies.accessTokens.issue({ ...session, now });
  return { accessToken, refreshToken, sessionExpiresAt: session.expiresAt };
}

/** `request`: hash of what names the request, where something does. */
type Trade = { dependencies: AuthDependencies; token: string; request: Buffer | null; now: Date; metadata: EventMetadata };

async function trade(trx: AuthDatabase, { dependencies, token, request, now, metadata }: Trade): Promise<Outcome> {
  const { liveSessions } = dependencies;
  // 1. Whose is it? Then be the only one who changes this session: parallel refreshes and a logout queue here.
  const known = await trx
    .selectFrom('refresh_tokens')
    .select('session_id')
    .where('token_hash', '=', hashRefreshToken(token))
    .executeTakeFirst();
  if (!known) return { kind: 'invalid' };
  await lockStream(trx, known.session_id);
  // 2. As the one before left it.
  const session = await liveSession(trx, known.session_id, now);
  const presented = await tokenRow(trx, token);
  if (!session || !presented) return { kind: 'invalid' };
  // 3. Live, just replaced, asked again, or long replaced.
  const isRepeat = request !== null && presented.replaced_by_request?.equals(request) === true;
  if (presented.replaced_at && !isRepeat && now.getTime() - presented.replaced_at.getTime() > reuseGraceMs) {
    const end = { type: 'EndSession' as const, user_id: session.userId, reason: 'reuse_detected' as const, at: now.toISOString() };
    await executeOnSession({ trx, streamId: session.sessionId, command: end, metadata });
    await liveSessions.end(session.sessionId);
    return { kind: 'reused', session };
  }
  const refreshToken = presented.sealed_successor
    ? await lastOfChain(trx, openSuccessor(token, presented.sealed_successor))
    : await replace(trx, { token, request, sessionId: session.sessionId, now });
  // 4. While the session is still locked: a logout that comes next deletes what is written here, never the other way round.
  await liveSessions.start(session.sessionId, session.userId);
  return { kind: 'issued', session, refreshToken };
}

async function liveSession(trx: AuthDatabase, sessionId: string, now: Date): Promise<Session | undefined> {
  const row = await trx
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.user_id', 'sessions.user_id')
    .select(['accounts.user_id', 'accounts.role', 'accounts.username', 'sessions.expires_at'])
    .where('sessions.session_id', '=', sessionId)
    .where('sessions.ended_at', 'is', null)
    .where('accounts.suspended_at', 'is', null)
    .where('sessions.expires_at', '>', now)
    .executeTakeFirst();
  return row && { sessionId, userId: row.user_id, role: row.role, username: row.username, expiresAt: row.expires_at };
}

function tokenRow(trx: AuthDatabase, token: string) {
  return trx
    .selectFrom('refresh_tokens')
    .select(['replaced_at', 'sealed_successor', 'replaced_by_request'])
    .where('token_hash', '=', hashRefreshToken(token))
    .executeTakeFirst();
}

type Replacing = { token: string; request: Buffer | null; sessionId: string; now: Date };

async function replace(trx: AuthDatabase, { token, request, sessionId, now }: Replacing): Promise<string> {
  const successor = newRefreshToken();
  await trx
    .updateTable('refresh_tokens')
    .set({ replaced_at: now, replaced_by_request: request, sealed_successor: sealSuccessor(token, successor) })
    .where('token_hash', '=', hashRefreshToken(token))
    .execute();
  await trx
    .insertInto('refresh_tokens')
    .values({ token_hash: hashRefreshToken(successor), session_id: sessionId, issued_at: now, replaced_at: null, sealed_successor: null })
    .execute();
  return successor;
}

/** A fast tab may already be a few tokens ahead. Each link opens the next; the grace bounds how many there can be. */
async function lastOfChain(trx: AuthDatabase, token: string): Promise<string> {
  let last = token;
  for (let row = await tokenRow(trx, last); row?.sealed_successor; row = await tokenRow(trx, last)) {
    last = openSuccessor(last, row.sealed_successor);
  }
  return last;
}
