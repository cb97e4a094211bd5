import { type EventMetadata, lockStream } from '@parley/event-store';
import type { AuthDependencies } from '../../dependencies.ts';
import { addNotice } from '../../mail/add-notice.ts';
import { type Confirmation, confirmPassword } from '../../mfa/confirm-identity.ts';
import { replaceRecoveryCodes } from '../../mfa/recovery-codes.ts';
import { executeOnAccount } from '../execute-command.ts';

/** Ten new ones; those that there were are void. @throws ProblemError `invalid_credentials`, `not_found` without a second factor */
export async function renewRecoveryCodes(
  dependencies: AuthDependencies,
  confirmation: Omit<Confirmation, 'code'>,
  metadata: EventMetadata,
): Promise<string[]> {
  const { db, clock } = dependencies;
  const { userId } = confirmation;
  const confirmed = await confirmPassword(dependencies, confirmation);
  const now = clock();
  const codes = await db.transaction().execute(async (trx) => {
    await lockStream(trx, userId);
    await confirmed.assertHolds(trx);
    const command = { type: 'ReplaceRecoveryCodes' as const, at: now.toISOString() };
    await executeOnAccount({ trx, streamId: userId, command, metadata: { ...metadata, actor_id: userId } });
    await addNotice(trx, { userId, kind: 'recovery_codes_replaced', now });
    return replaceRecoveryCodes(trx, userId, now);
  });
  dependencies.wakeMail();
  return codes;
}
