import { notificationPreferencesBodySchema, notificationPreferencesSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { NotificationsDependencies } from '../dependencies.ts';
import { preferencesExample } from '../examples.ts';
import { changePreferences } from './change-preferences.ts';
import { readPreferences } from './read-preferences.ts';

const path = '/api/v1/notifications/preferences';
const response = { 200: { schema: notificationPreferencesSchema, example: preferencesExample } } as const;

export function preferencesRoutes(app: App, { auth, db, clock }: NotificationsDependencies): void {
  const read = operation({
    tags: ['Notifications'],
    summary: 'What you want to be told of',
    description: 'Rooms that you have muted (`PUT /rooms/{id}/mute`) tell you nothing besides.',
    auth: true,
    response,
  });
  app.get(path, { preHandler: auth, schema: read }, (request) => readPreferences(db, request.actor.userId));

  const change = operation({
    tags: ['Notifications'],
    summary: 'Change what you want to be told of',
    description: 'What is not given stays as it is; of `room_levels` the rooms that are not named, and null takes a level away.',
    auth: true,
    body: notificationPreferencesBodySchema,
    response,
    errors: ['limit_reached', 'not_a_member'],
  });
  app.put(path, { preHandler: auth, schema: change }, async (request) => {
    const { userId } = request.actor;
    await db.transaction().execute((trx) => changePreferences(trx, userId, { body: request.body, now: clock() }));
    return readPreferences(db, userId);
  });
}
