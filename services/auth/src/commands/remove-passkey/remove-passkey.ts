import { type EventMetadata, lockStream } from '@parley/event-store';
import type { AuthDependencies } from '../../dependencies.ts';
import { addNotice } from '../../mail/add-notice.ts';
import { type Confirmation, confirmIdentity } from '../../mfa/confirm-identity.ts';
import { forgetCodesOfNothing } from '../../mfa/second-factors.ts';
import { executeOnAccount } from '../execute-command.ts';

export type RemovePasskey = Confirmation & { passkeyId: string };

/** The recovery codes go with the last second factor. @throws ProblemError `invalid_credentials`, `mfa_code_invalid`, `not_found` */
export async function removePasskey(dependencies: AuthDependencies, command: RemovePasskey, metadata: EventMetadata): Promise<void> {
  const { db, clock } = dependencies;
  const { userId, passkeyId } = command;
  const confirmed = await confirmIdentity(dependencies, command);
  const now = clock();
  await db.transaction().execute(async (trx) => {
    await lockStream(trx, userId);
    await confirmed.assertHolds(trx);
    const remove = { type: 'RemovePasskey' as const, passkey_id: passkeyId, at: now.toISOString() };
    await executeOnAccount({ trx, streamId: userId, command: remove, metadata: { ...metadata, actor_id: userId } });
    await trx.deleteFrom('passkeys').where('passkey_id', '=', passkeyId).where('user_id', '=', userId).execute();
    await forgetCodesOfNothing(trx, userId);
    await addNotice(trx, { userId, kind: 'passkey_removed', now });
  });
  dependencies.wakeMail();
  dependencies.wakeRelay();
}
