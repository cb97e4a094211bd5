import { accountSchema, updateAccountBodySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { ownAccount } from '../../queries/own-account/own-account.ts';
import { executeOnAccount } from '../execute-command.ts';

export function changeProfileRoute(app: App, dependencies: AuthDependencies): void {
  const { db, clock, auth } = dependencies;
  const schema = operation({
    tags: ['Accounts'],
    summary: 'Change your profile',
    description: 'Only what is given changes; null clears.',
    auth: true,
    body: updateAccountBodySchema,
    response: { 200: accountSchema },
    errors: ['user_not_found'],
  });
  app.patch('/api/v1/users/me', { preHandler: auth, schema }, async (request) => {
    const { userId } = request.actor;
    const { traceparent } = request;
    const command = { type: 'ChangeProfile' as const, changes: request.body, at: clock().toISOString() };
    const events = await db
      .transaction()
      .execute((trx) => executeOnAccount({ trx, streamId: userId, command, metadata: { actor_id: userId, traceparent } }));
    if (events.length > 0) dependencies.wakeRelay();
    return ownAccount(dependencies, userId, traceparent);
  });
}
