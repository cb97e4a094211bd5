import type { EventMetadata } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import type { AuthDatabase } from '../auth-database.ts';
import { executeOnAccount } from '../commands/execute-command.ts';
import { addNotice } from '../mail/add-notice.ts';
import { type CodeChecking, checkCode } from './check-code.ts';
import { forgetRecoveryCodes } from './recovery-codes.ts';
import { mfaMethods } from './second-factors.ts';

/**
 * Before something that cannot be taken back. Whoever has no second factor passes.
 * @throws ProblemError `mfa_required` when a code is needed and none came, `mfa_code_invalid`, `too_many_requests`
 */
export async function confirmSecondFactor(dependencies: CodeChecking, userId: string, code: string | undefined): Promise<void> {
  const methods = await mfaMethods(dependencies.db, userId);
  if (methods.length === 0) return;
  if (code === undefined) throw new ProblemError('mfa_required', undefined, { extras: { mfa_methods: methods } });
  await checkCode(dependencies, { userId, code, guessKey: userId });
}

export type ResetSecondFactors = { userId: string; now: Date; metadata: EventMetadata };

/**
 * For who lost them all: takes every second factor away, with events, notices and mails. In the caller's transaction, which holds
 * the account's lock. Answers how many there were.
 */
export async function resetSecondFactors(trx: AuthDatabase, { userId, now, metadata }: ResetSecondFactors): Promise<number> {
  const at = now.toISOString();
  const totp = await trx
    .selectFrom('totp_secrets')
    .select('user_id')
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst();
  const passkeys = await trx.selectFrom('passkeys').select('passkey_id').where('user_id', '=', userId).execute();
  if (totp) {
    await executeOnAccount({ trx, streamId: userId, command: { type: 'DisableTotp', at }, metadata });
    await addNotice(trx, { userId, kind: 'mfa_disabled', now });
  }
  for (const { passkey_id } of passkeys) {
    await executeOnAccount({ trx, streamId: userId, command: { type: 'RemovePasskey', passkey_id, at }, metadata });
  }
  if (passkeys.length > 0) await addNotice(trx, { userId, kind: 'passkey_removed', now });
  await trx.deleteFrom('totp_secrets').where('user_id', '=', userId).execute();
  await trx.deleteFrom('passkeys').where('user_id', '=', userId).execute();
  await forgetRecoveryCodes(trx, userId);
  return passkeys.length + (totp ? 1 : 0);
}
