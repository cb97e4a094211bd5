import { type EventMetadata, lockStream } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { addNotice } from '../../mail/add-notice.ts';
import { firstRecoveryCodes } from '../../mfa/recovery-codes.ts';
import { confirmEnrolment } from '../../mfa/totp-secrets.ts';
import { executeOnAccount } from '../execute-command.ts';

/**
 * From here on a password alone does not sign in. Gives recovery codes with an account's first second factor.
 * @throws ProblemError `mfa_code_invalid`, `conflict`, `too_many_requests`
 */
export async function confirmTotp(
  dependencies: AuthDependencies,
  { userId, code }: { userId: string; code: string },
  metadata: EventMetadata,
): Promise<string[] | null> {
  const { db, clock, secretBox, codeThrottle } = dependencies;
  await codeThrottle.take(`${userId}:enrolment`);
  const now = clock();
  const codes = await db.transaction().execute(async (trx) => {
    await lockStream(trx, userId);
    const command = { type: 'EnableTotp' as const, at: now.toISOString() };
    await executeOnAccount({ trx, streamId: userId, command, metadata: { ...metadata, actor_id: userId } });
    const confirmed = await confirmEnrolment(trx, secretBox, { userId, code: code.replace(/\s/g, ''), now });
    if (!confirmed) throw new ProblemError('mfa_code_invalid');
    await addNotice(trx, { userId, kind: 'mfa_enabled', now });
    return firstRecoveryCodes(trx, userId, now);
  });
  await codeThrottle.clear(`${userId}:enrolment`);
  dependencies.wakeMail();
  dependencies.wakeRelay();
  return codes;
}
