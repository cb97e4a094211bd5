import { adminUserListSchema, adminUsersQuerySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import { lockAudit, recordActs } from '../../administration/audit.ts';
import type { AuthDependencies } from '../../dependencies.ts';
import type { Act } from '../../domain/audit-events.ts';
import { adminUserExample } from './admin-user-example.ts';
import { adminUsers } from './admin-users.ts';

export function adminUsersRoute(app: App, { db, clock, administrators }: AuthDependencies): void {
  const schema = operation({
    tags: ['Administration'],
    summary: 'Everybody, with address, role and sessions',
    description: 'The newest account first. Addresses are personal: looking is written down in the audit, before anything is shown.',
    auth: true,
    querystring: adminUsersQuerySchema,
    response: { 200: { schema: adminUserListSchema, example: { items: [adminUserExample], next_cursor: null, has_more: false } } },
    errors: ['forbidden'],
  });
  app.get('/api/v1/admin/users', { preHandler: administrators, schema }, async (request) => {
    const { traceparent, actor, query } = request;
    const now = clock();
    // By what it was narrowed down, not to what: the words may be a name.
    const { cursor: _, limit: __, ...filters } = query;
    const narrowed = Object.entries(filters).flatMap(([name, value]) => (value === undefined ? [] : [name]));
    const detail: Act['detail'] = narrowed.length === 0 ? {} : { filters: narrowed.join(',') };
    const act: Act = { actor_id: actor.userId, action: 'users.listed', target_type: 'system', target_id: null, detail };
    await db.transaction().execute(async (trx) => {
      await lockAudit(trx);
      await recordActs(trx, [act], { now, metadata: { actor_id: actor.userId, traceparent } });
    });
    return adminUsers(db, query, now);
  });
}
