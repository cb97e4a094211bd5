import { accountSchema, updateAccountBodySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { ownAccount } from '../../queries/own-account/own-account.ts';
import { executeOnAccount } from '../execute-command.ts';
import { claimAvatar } from './claim-avatar.ts';

export function changeProfileRoute(app: App, dependencies: AuthDependencies): void {
  const { db, clock, auth } = dependencies;
  const schema = operation({
    tags: ['Accounts'],
    summary: 'Change your profile',
    description:
      'Only what is given changes; null clears. A picture is uploaded first (`POST /media`, purpose `avatar`) and named by its id.',
    auth: true,
    body: updateAccountBodySchema,
    response: { 200: accountSchema },
    errors: ['user_not_found', 'unprocessable'],
  });
  app.patch('/api/v1/users/me', { preHandler: auth, schema }, async (request) => {
    const { userId } = request.actor;
    const { traceparent } = request;
    const { avatar_id, avatar_url, ...changes } = request.body;
    // Claimed first: a profile never shows what is not its person's own. A claim that is then not recorded is swept.
    const avatar = await claimAvatar(dependencies, { userId, avatar_id, avatar_url, traceparent });
    const command = { type: 'ChangeProfile' as const, changes: { ...changes, avatar_url: avatar }, at: clock().toISOString() };
    const events = await db
      .transaction()
      .execute((trx) => executeOnAccount({ trx, streamId: userId, command, metadata: { actor_id: userId, traceparent } }));
    if (events.length > 0) dependencies.wakeRelay();
    return ownAccount(dependencies, userId, traceparent);
  });
}
