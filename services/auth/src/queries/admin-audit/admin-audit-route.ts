import { auditListSchema, auditQuerySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { adminAudit } from './admin-audit.ts';

const example = {
  seq: 42,
  at: '2026-11-20T12:00:00.000Z',
  actor_id: '0199f3a0-0000-7000-8000-0000000000a1',
  action: 'user.suspended',
  target_type: 'user',
  target_id: '0199f3a0-0000-7000-8000-0000000000a2',
  detail: {},
};

export function adminAuditRoute(app: App, { db, administrators }: AuthDependencies): void {
  const schema = operation({
    tags: ['Administration'],
    summary: 'What administrators did and looked at',
    description: 'The newest first, by HTTP and by the command line. Nobody can change or remove an entry.',
    auth: true,
    querystring: auditQuerySchema,
    response: { 200: { schema: auditListSchema, example: { items: [example], next_cursor: null, has_more: false } } },
    errors: ['forbidden'],
  });
  app.get('/api/v1/admin/audit', { preHandler: administrators, schema }, async (request) => adminAudit(db, request.query));
}
