import { type Notification, type NotificationPreferences, notificationPreferencesSchema, notificationSchema } from '@parley/contracts';

/** What the OpenAPI document shows. Parsed when the service starts, so an example cannot contradict its schema. */
export const notificationExample: Notification = notificationSchema.parse({
  id: '0199f3a0-0000-7000-8000-0000000000f1',
  kind: 'mention',
  count: 2,
  created_at: '2026-11-20T12:00:00.000Z',
  updated_at: '2026-11-20T12:01:30.000Z',
  read_at: null,
  actor: { id: '0199f3a0-0000-7000-8000-0000000000a2', username: 'grace', display_name: 'Grace Hopper', avatar_url: null },
  room: { id: '0199f3a0-0000-7000-8000-0000000000b1', type: 'group', name: 'Engines' },
  message: { id: '0199f3a0-0000-7000-8000-0000000000c1', seq: 4712, excerpt: '@ada have you seen the engine?' },
  emoji: null,
  role: null,
  friend_request_id: null,
  security: null,
});

export const preferencesExample: NotificationPreferences = notificationPreferencesSchema.parse({
  direct_messages: 'all',
  rooms: 'mentions',
  reactions: false,
  muted_until: null,
  do_not_disturb: { from: '22:00', to: '07:00', time_zone: 'Europe/Berlin' },
  digest_after_minutes: null,
  room_levels: [{ room_id: '0199f3a0-0000-7000-8000-0000000000b1', level: 'all' }],
});
