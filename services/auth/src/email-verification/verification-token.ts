import { createHash, randomBytes } from 'node:crypto';
import { lockStream } from '@parley/event-store';
import type { AuthDatabase } from '../auth-database.ts';

export const verificationTokenMs = 24 * 60 * 60_000;

/** How many links of one account may be good at a time: nobody's mailbox is filled by whoever typed the wrong address. */
export const liveVerificationsPerAccount = 5;

/** 256 random bits; stored only as their hash. Undefined when the account has enough good ones. */
export function issueVerificationToken(db: AuthDatabase, userId: string, now: Date): Promise<string | undefined> {
  return db.transaction().execute(async (trx) => {
    // Replicas that count at the same time would each find room for one more.
    await lockStream(trx, userId);
    const { live } = await trx
      .selectFrom('email_verifications')
      .select((eb) => eb.fn.countAll<string>().as('live'))
      .where('user_id', '=', userId)
      .where('expires_at', '>', now)
      .executeTakeFirstOrThrow();
    if (Number(live) >= liveVerificationsPerAccount) return undefined;
    const token = randomBytes(32).toString('base64url');
    const expires_at = new Date(now.getTime() + verificationTokenMs);
    await trx
      .insertInto('email_verifications')
      .values({ token_hash: hashOf(token), user_id: userId, created_at: now, expires_at })
      .execute();
    return token;
  });
}

/** Of a mail that did not leave. */
export async function withdrawVerificationToken(db: AuthDatabase, token: string): Promise<void> {
  await db.deleteFrom('email_verifications').where('token_hash', '=', hashOf(token)).execute();
}

/** Whose it is; undefined when it never was, was used or is too old. */
export async function ownerOfVerificationToken(db: AuthDatabase, token: string, now: Date): Promise<string | undefined> {
  const row = await db
    .selectFrom('email_verifications')
    .select('user_id')
    .where('token_hash', '=', hashOf(token))
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row?.user_id;
}

/** With the address confirmed, every link of the account is void. */
export async function voidVerificationTokens(trx: AuthDatabase, userId: string): Promise<void> {
  await trx.deleteFrom('email_verifications').where('user_id', '=', userId).execute();
}

export async function purgeVerificationTokens(db: AuthDatabase, now: Date): Promise<void> {
  await db.deleteFrom('email_verifications').where('expires_at', '<', now).execute();
}

/** The token has full entropy, so a plain hash is enough: there is nothing to guess. */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
