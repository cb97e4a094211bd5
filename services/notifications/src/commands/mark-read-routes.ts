import { type NotificationId, notificationParamsSchema, notificationsReadSchema, type UserId } from '@parley/contracts';
import { type App, operation, ProblemError } from '@parley/service-kit';
import type { NotificationsDependencies } from '../dependencies.ts';
import { countUnread } from '../notices/show-notices.ts';
import { signalDevices } from '../notices/tell-devices.ts';

const response = { 200: { schema: notificationsReadSchema, example: { unread_count: 0 } } } as const;

export function markReadRoutes(app: App, dependencies: NotificationsDependencies): void {
  const { auth, db, clock } = dependencies;
  const one = operation({
    tags: ['Notifications'],
    summary: 'Mark a notification as read',
    description: 'On all devices. What happens later in the same room is another notification. Again is no news.',
    auth: true,
    params: notificationParamsSchema,
    response,
    errors: ['not_found'],
  });
  app.post('/api/v1/notifications/:id/read', { preHandler: auth, schema: one }, async (request) => {
    const { userId } = request.actor;
    const { id } = request.params;
    const found = await own(db, userId).select('notice_id').where('notice_id', '=', id).executeTakeFirst();
    if (!found) throw new ProblemError('not_found', 'There is no such notification');
    await unread(db, userId).set({ read_at: clock(), due_at: null }).where('notice_id', '=', id).execute();
    return tellRead(dependencies, userId, [id]);
  });

  const all = operation({
    tags: ['Notifications'],
    summary: 'Mark all notifications as read',
    description: 'On all devices.',
    auth: true,
    response,
  });
  app.post('/api/v1/notifications/read-all', { preHandler: auth, schema: all }, async (request) => {
    const { userId } = request.actor;
    await unread(db, userId).set({ read_at: clock(), due_at: null }).execute();
    return tellRead(dependencies, userId);
  });
}

function own(db: NotificationsDependencies['db'], userId: UserId) {
  return db.selectFrom('notices').where('user_id', '=', userId).where('delivered_at', 'is not', null).where('withdrawn_at', 'is', null);
}

function unread(db: NotificationsDependencies['db'], userId: UserId) {
  return db
    .updateTable('notices')
    .where('user_id', '=', userId)
    .where('delivered_at', 'is not', null)
    .where('withdrawn_at', 'is', null)
    .where('read_at', 'is', null);
}

async function tellRead(
  { db, nats }: NotificationsDependencies,
  userId: UserId,
  ids?: NotificationId[],
): Promise<{ unread_count: number }> {
  const unread_count = (await countUnread(db, [userId])).get(userId) ?? 0;
  signalDevices(nats, userId, { kind: 'notification.read', ...(ids ? { ids } : {}), unread_count });
  return { unread_count };
}
