import { adminUserParamsSchema, adminUserSchema, updateUserBodySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import { changeStanding } from '../../administration/change-standing.ts';
import type { AuthDependencies } from '../../dependencies.ts';
import { adminUserExample } from '../../queries/admin-users/admin-user-example.ts';
import { readAdminUser } from '../../queries/admin-users/admin-users.ts';

export function updateUserRoute(app: App, dependencies: AuthDependencies): void {
  const schema = operation({
    tags: ['Administration'],
    summary: 'Suspend or restore somebody, or change their role',
    description:
      'Suspending ends every session and closes every socket at once. A new role counts at once too: tokens that say the old one are ' +
      'no longer good. The last administrator can neither be suspended nor become a user.',
    auth: true,
    params: adminUserParamsSchema,
    body: updateUserBodySchema,
    response: { 200: { schema: adminUserSchema, example: { ...adminUserExample, suspended_at: '2026-11-20T12:00:00.000Z' } } },
    errors: ['forbidden', 'user_not_found', 'last_administrator'],
  });
  app.patch('/api/v1/admin/users/:id', { preHandler: dependencies.administrators, schema }, async (request) => {
    const { traceparent, actor, body, params } = request;
    const command = { actor: { kind: 'person' as const, userId: actor.userId }, userId: params.id, ...body };
    await changeStanding(dependencies, command, { actor_id: actor.userId, traceparent });
    return readAdminUser(dependencies.db, params.id, dependencies.clock());
  });
}
