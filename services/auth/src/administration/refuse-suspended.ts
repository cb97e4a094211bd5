import { ProblemError } from '@parley/service-kit';
import type { AuthDatabase } from '../auth-database.ts';

/**
 * To be called wherever a session begins: when who asks has proved who they are (before, it would tell strangers), and again under
 * the account's lock, which suspending holds too.
 *
 * @throws ProblemError `account_suspended`
 */
export async function refuseSuspended(db: AuthDatabase, userId: string): Promise<void> {
  const row = await db.selectFrom('accounts').select('suspended_at').where('user_id', '=', userId).executeTakeFirst();
  if (row?.suspended_at) throw new ProblemError('account_suspended');
}
