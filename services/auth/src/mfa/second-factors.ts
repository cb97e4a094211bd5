import type { MfaMethod, MfaStatus } from '@parley/contracts';
import type { AuthDatabase } from '../auth-database.ts';
import { forgetRecoveryCodes, recoveryCodesLeft } from './recovery-codes.ts';

/** What protects an account besides its password. */
export async function mfaStatus(db: AuthDatabase, userId: string): Promise<MfaStatus> {
  const totp = await db
    .selectFrom('totp_secrets')
    .select('user_id')
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst();
  const { passkeys } = await db
    .selectFrom('passkeys')
    .select((eb) => eb.fn.countAll<string>().as('passkeys'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  return {
    totp_enabled: totp !== undefined,
    passkeys: Number(passkeys),
    recovery_codes_left: await recoveryCodesLeft(db, userId),
  };
}

/** What the second step of a login may be done with; empty where a password is all there is. */
export async function mfaMethods(db: AuthDatabase, userId: string): Promise<MfaMethod[]> {
  const status = await mfaStatus(db, userId);
  const methods: MfaMethod[] = [];
  if (status.totp_enabled) methods.push('totp');
  if (status.passkeys > 0) methods.push('passkey');
  if (methods.length > 0 && status.recovery_codes_left > 0) methods.push('recovery_code');
  return methods;
}

/** After one was removed, in the same transaction. */
export async function forgetCodesOfNothing(trx: AuthDatabase, userId: string): Promise<void> {
  const { totp_enabled, passkeys } = await mfaStatus(trx, userId);
  if (!totp_enabled && passkeys === 0) await forgetRecoveryCodes(trx, userId);
}
