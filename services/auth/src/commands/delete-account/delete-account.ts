import type { EventMetadata } from '@parley/event-store';
import type { AuthDependencies } from '../../dependencies.ts';
import { eraseAccount } from '../../erasure/erase-account.ts';
import { type Confirmation, confirmPassword } from '../../mfa/confirm-identity.ts';
import { confirmSecondFactor } from '../../mfa/for-administration.ts';

/**
 * One's own account, for good: by the password (or a fresh sign-in, where there is none) and the second factor.
 * @throws ProblemError as `confirmPassword`, `confirmSecondFactor` and `eraseAccount`
 */
export async function deleteAccount(dependencies: AuthDependencies, command: Confirmation, metadata: EventMetadata): Promise<void> {
  const { userId, code } = command;
  const { holds } = await confirmPassword(dependencies, command);
  await confirmSecondFactor(dependencies, userId, code);
  await eraseAccount(dependencies, { userId, stillAllowed: holds }, { ...metadata, actor_id: userId });
}
