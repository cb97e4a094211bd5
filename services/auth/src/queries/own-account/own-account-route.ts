import { accountSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { ownAccount } from './own-account.ts';

export function ownAccountRoute(app: App, dependencies: AuthDependencies): void {
  const schema = operation({
    tags: ['Accounts'],
    summary: 'Your account',
    auth: true,
    response: { 200: accountSchema },
    errors: ['user_not_found'],
  });
  app.get('/api/v1/users/me', { preHandler: dependencies.auth, schema }, async (request) =>
    ownAccount(dependencies, request.actor.userId, request.traceparent),
  );
}
