import type { AuthDatabase } from '../auth-database.ts';
import type { SecretBox } from '../secrets/secret-box.ts';
import { totpStep } from './totp.ts';

/** How long somebody may take to set up their app. */
export const enrolmentMs = 15 * 60_000;

const contextOf = (userId: string) => `totp:${userId}`;

/** Keeps a secret that protects nothing until it is confirmed. False when the account has a confirmed one. */
export async function beginEnrolment(
  db: AuthDatabase,
  box: SecretBox,
  { userId, secret, now }: { userId: string; secret: string; now: Date },
): Promise<boolean> {
  const { sealed, keyId } = box.seal(secret, contextOf(userId));
  const fresh = { sealed_secret: sealed, key_id: keyId, created_at: now, confirmed_at: null, last_step: null };
  const result = await db
    .insertInto('totp_secrets')
    .values({ user_id: userId, ...fresh })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(fresh).where('totp_secrets.confirmed_at', 'is', null))
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** True when the code is one of the secret that waits for it, which from then on protects the account. */
export async function confirmEnrolment(
  trx: AuthDatabase,
  box: SecretBox,
  { userId, code, now }: { userId: string; code: string; now: Date },
): Promise<boolean> {
  const row = await trx
    .selectFrom('totp_secrets')
    .select(['sealed_secret', 'key_id'])
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is', null)
    .where('created_at', '>', new Date(now.getTime() - enrolmentMs))
    .forUpdate()
    .executeTakeFirst();
  const step = row && totpStep(box.open({ sealed: row.sealed_secret, keyId: row.key_id }, contextOf(userId)), code, now);
  if (step === undefined) return false;
  await trx.updateTable('totp_secrets').set({ confirmed_at: now, last_step: step }).where('user_id', '=', userId).execute();
  return true;
}

/** True for a code that is right and was not used; it is now. However many show it at once, the database lets one pass. */
export async function useTotpCode(
  db: AuthDatabase,
  box: SecretBox,
  { userId, code, now }: { userId: string; code: string; now: Date },
): Promise<boolean> {
  const row = await db
    .selectFrom('totp_secrets')
    .select(['sealed_secret', 'key_id', 'confirmed_at'])
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst();
  if (!row) return false;
  const secret = box.open({ sealed: row.sealed_secret, keyId: row.key_id }, contextOf(userId));
  const step = totpStep(secret, code, now);
  if (step === undefined) return false;
  const used = await db
    .updateTable('totp_secrets')
    .set({ last_step: step })
    .where('user_id', '=', userId)
    .where('confirmed_at', '=', row.confirmed_at)
    .where('last_step', '<', step)
    .executeTakeFirst();
  if (used.numUpdatedRows !== 1n) return false;
  if (!box.isCurrent(row.key_id)) await sealAgain(db, box, { userId, secret, keyId: row.key_id });
  return true;
}

/** Keys that secrets were sealed with and that are not here: their owners could not sign in with their apps. */
export async function missingKeys(db: AuthDatabase, box: SecretBox): Promise<string[]> {
  const rows = await db.selectFrom('totp_secrets').select('key_id').distinct().execute();
  return rows.map((row) => row.key_id).filter((keyId) => !box.knows(keyId));
}

/** Under the key of today: one that was replaced can then be forgotten some day. */
async function sealAgain(
  db: AuthDatabase,
  box: SecretBox,
  { userId, secret, keyId }: { userId: string; secret: string; keyId: string },
): Promise<void> {
  const next = box.seal(secret, contextOf(userId));
  await db
    .updateTable('totp_secrets')
    .set({ sealed_secret: next.sealed, key_id: next.keyId })
    .where('user_id', '=', userId)
    .where('key_id', '=', keyId)
    .execute();
}
