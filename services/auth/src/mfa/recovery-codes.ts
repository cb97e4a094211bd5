import { createHash, randomBytes } from 'node:crypto';
import type { AuthDatabase } from '../auth-database.ts';

const codesPerAccount = 10;
const codeBytes = 15;
/** Crockford's: no letter that looks like a digit, nothing that spells words. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** 120 random bits, in groups of four for typing. */
export function newRecoveryCode(): string {
  const bits = [...randomBytes(codeBytes)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = bits.match(/.{5}/g)?.map((five) => alphabet[Number.parseInt(five, 2)] ?? '') ?? [];
  return (letters.join('').match(/.{4}/g) ?? []).join('-');
}

/** As it was made, however it was typed; undefined for what cannot be one. */
export function readRecoveryCode(text: string): string | undefined {
  const letters = text.toLowerCase().replace(/[\s-]/g, '').replaceAll('o', '0').replace(/[il]/g, '1');
  return letters.length === (codeBytes * 8) / 5 && [...letters].every((letter) => alphabet.includes(letter)) ? letters : undefined;
}

/** It has full entropy, so a plain hash is enough: there is nothing to guess. */
function hashRecoveryCode(code: string): Buffer | undefined {
  const letters = readRecoveryCode(code);
  return letters === undefined ? undefined : createHash('sha256').update(letters).digest();
}

/** New ones in place of all that there were. They are shown to their owner and kept as hashes. */
export async function replaceRecoveryCodes(trx: AuthDatabase, userId: string, now: Date): Promise<string[]> {
  const codes = Array.from({ length: codesPerAccount }, newRecoveryCode);
  await forgetRecoveryCodes(trx, userId);
  const rows = codes.flatMap((code) => {
    const code_hash = hashRecoveryCode(code);
    return code_hash === undefined ? [] : [{ user_id: userId, code_hash, created_at: now, used_at: null }];
  });
  await trx.insertInto('recovery_codes').values(rows).execute();
  return codes;
}

/** For an account's first second factor; null when it has codes already. */
export async function firstRecoveryCodes(trx: AuthDatabase, userId: string, now: Date): Promise<string[] | null> {
  const existing = await trx.selectFrom('recovery_codes').select('user_id').where('user_id', '=', userId).limit(1).executeTakeFirst();
  return existing ? null : replaceRecoveryCodes(trx, userId, now);
}

/** With the last second factor: a code must not sign in where there is none. */
export async function forgetRecoveryCodes(trx: AuthDatabase, userId: string): Promise<void> {
  await trx.deleteFrom('recovery_codes').where('user_id', '=', userId).execute();
}

/** True for a code that is right and was not used; it is now. However many show it at once, the database lets one pass. */
export async function useRecoveryCode(
  db: AuthDatabase,
  { userId, code, now }: { userId: string; code: string; now: Date },
): Promise<boolean> {
  const code_hash = hashRecoveryCode(code);
  if (code_hash === undefined) return false;
  const used = await db
    .updateTable('recovery_codes')
    .set({ used_at: now })
    .where('user_id', '=', userId)
    .where('code_hash', '=', code_hash)
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return used.numUpdatedRows === 1n;
}

export async function recoveryCodesLeft(db: AuthDatabase, userId: string): Promise<number> {
  const { left } = await db
    .selectFrom('recovery_codes')
    .select((eb) => eb.fn.countAll<string>().as('left'))
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(left);
}
