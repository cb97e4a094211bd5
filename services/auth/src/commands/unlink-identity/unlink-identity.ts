import { type EventMetadata, lockStream } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { executeOnAccount } from '../execute-command.ts';

/** @throws ProblemError `not_found`; `conflict` when nothing else would open the account any more */
export async function unlinkIdentity(
  { db, clock }: AuthDependencies,
  { userId, provider }: { userId: string; provider: string },
  metadata: EventMetadata,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockStream(trx, userId);
    const linked = await trx.selectFrom('linked_identities').select('provider').where('user_id', '=', userId).execute();
    if (!linked.some((identity) => identity.provider === provider)) throw new ProblemError('not_found');
    const password = await trx.selectFrom('credentials').select('user_id').where('user_id', '=', userId).executeTakeFirst();
    if (linked.length === 1 && !password) throw new ProblemError('conflict', 'Choose a password first: nothing else opens the account');
    const command = { type: 'UnlinkIdentity' as const, provider, at: clock().toISOString() };
    await executeOnAccount({ trx, streamId: userId, command, metadata: { ...metadata, actor_id: userId } });
    await trx.deleteFrom('linked_identities').where('user_id', '=', userId).where('provider', '=', provider).execute();
  });
}
