import { type EventMetadata, lockStream } from '@parley/event-store';
import type { AuthDependencies } from '../../dependencies.ts';
import { addNotice } from '../../mail/add-notice.ts';
import { type Confirmation, confirmPassword } from '../../mfa/confirm-identity.ts';
import { forgetCodesOfNothing } from '../../mfa/second-factors.ts';
import { executeOnAccount } from '../execute-command.ts';

/** Forgets the app's secret; and the recovery codes, unless passkeys still need them. @throws ProblemError `invalid_credentials`, `not_found` */
export async function removeTotp(
  dependencies: AuthDependencies,
  confirmation: Omit<Confirmation, 'code'>,
  metadata: EventMetadata,
): Promise<void> {
  const { db, clock } = dependencies;
  const { userId } = confirmation;
  const confirmed = await confirmPassword(dependencies, confirmation);
  const now = clock();
  await db.transaction().execute(async (trx) => {
    await lockStream(trx, userId);
    await confirmed.assertHolds(trx);
    const command = { type: 'DisableTotp' as const, at: now.toISOString() };
    await executeOnAccount({ trx, streamId: userId, command, metadata: { ...metadata, actor_id: userId } });
    await trx.deleteFrom('totp_secrets').where('user_id', '=', userId).execute();
    await forgetCodesOfNothing(trx, userId);
    await addNotice(trx, { userId, kind: 'mfa_disabled', now });
  });
  dependencies.wakeMail();
  dependencies.wakeRelay();
}
