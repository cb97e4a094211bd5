import { createHash, randomBytes } from 'node:crypto';
import { lockStream } from '@parley/event-store';
import type { AuthDatabase } from '../auth-database.ts';

export const resetTokenMs = 60 * 60_000;

/**
 * How many links of one account may be good at a time. Asking again does not spoil a link that is on its way, or anybody could
 * keep a person from ever using one; and nobody's mailbox is filled by strangers.
 */
export const liveTokensPerAccount = 5;

/** 256 random bits; stored only as their hash. Undefined when the account has enough good ones. */
export function issueResetToken(db: AuthDatabase, userId: string, now: Date): Promise<string | undefined> {
  return db.transaction().execute(async (trx) => {
    // Replicas that count at the same time would each find room for one more.
    await lockStream(trx, userId);
    const { live } = await trx
      .selectFrom('password_resets')
      .select((eb) => eb.fn.countAll<string>().as('live'))
      .where('user_id', '=', userId)
      .where('expires_at', '>', now)
      .executeTakeFirstOrThrow();
    if (Number(live) >= liveTokensPerAccount) return undefined;
    const token = randomBytes(32).toString('base64url');
    const expires_at = new Date(now.getTime() + resetTokenMs);
    await trx
      .insertInto('password_resets')
      .values({ token_hash: hashResetToken(token), user_id: userId, created_at: now, expires_at })
      .execute();
    return token;
  });
}

/** Of a mail that did not leave. */
export async function withdrawResetToken(db: AuthDatabase, token: string): Promise<void> {
  await db.deleteFrom('password_resets').where('token_hash', '=', hashResetToken(token)).execute();
}

/** Whose it is; undefined when it never was, was used or is too old. */
export async function ownerOfResetToken(db: AuthDatabase, token: string, now: Date): Promise<string | undefined> {
  const row = await db
    .selectFrom('password_resets')
    .select('user_id')
    .where('token_hash', '=', hashResetToken(token))
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row?.user_id;
}

/** A new password makes every link of the account void. */
export async function voidResetTokens(trx: AuthDatabase, userId: string): Promise<void> {
  await trx.deleteFrom('password_resets').where('user_id', '=', userId).execute();
}

export async function purgeResetTokens(db: AuthDatabase, now: Date): Promise<void> {
  await db.deleteFrom('password_resets').where('expires_at', '<', now).execute();
}

/** The token has full entropy, so a plain hash is enough: there is nothing to guess. */
function hashResetToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
