import { notificationListSchema, notificationsQuerySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { NotificationsDependencies } from '../dependencies.ts';
import { notificationExample } from '../examples.ts';
import { tellChanges } from '../notices/tell-devices.ts';
import { refreshList } from '../read/withdraw-read.ts';
import { listNotifications } from './list-notifications.ts';

export function listNotificationsRoute(app: App, dependencies: NotificationsDependencies): void {
  const { auth, db } = dependencies;
  const example = { items: [notificationExample], next_cursor: null, has_more: false, unread_count: 1 };
  const schema = operation({
    tags: ['Notifications'],
    summary: 'Your notifications',
    description:
      'What happened last comes first. What was read, deleted, or is in a room that you are not in any more is not here. `unread=true`: only those that you have not read.',
    auth: true,
    querystring: notificationsQuerySchema,
    response: { 200: { schema: notificationListSchema, example } },
  });
  app.get('/api/v1/notifications', { preHandler: auth, schema }, async (request) => {
    const { userId } = request.actor;
    if (request.query.cursor === undefined) await tellChanges(dependencies, await refreshList(dependencies, userId));
    const { cursor, limit, unread } = request.query;
    return listNotifications(db, userId, { cursor, limit, onlyUnread: unread === 'true' });
  });
}
