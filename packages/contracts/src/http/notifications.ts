import { z } from 'zod';
import { securityNoticeKindSchema } from '../events/auth-events.ts';
import { messageIdSchema, roomIdSchema, seqSchema, timeSchema } from '../ids.ts';
import { limits } from '../limits.ts';
import { profileSchema } from './accounts.ts';
import { pageQuerySchema } from './paging.ts';
import { friendRequestIdSchema } from './relationships.ts';
import { roleSchema, roomTypeSchema } from './rooms.ts';

export const notificationIdSchema = z
  .uuid()
  .toLowerCase()
  .brand('NotificationId')
  .meta({ description: 'A notification', example: '0199f3a0-0000-7000-8000-0000000000f1' });

/** `message`: a plain one, in a room from which the person wants to hear of all. */
export const notificationKindSchema = z
  .enum([
    'direct_message',
    'mention',
    'reply',
    'message',
    'reaction',
    'friend_request',
    'friend_accepted',
    'invitation',
    'role_changed',
    'security',
  ])
  .meta({ id: 'NotificationKind' });

/** What happened last; a burst from one room is one notification, with the number of what it stands for. */
export const notificationSchema = z
  .object({
    id: notificationIdSchema,
    kind: notificationKindSchema,
    count: z.int().positive().meta({ description: 'What it stands for: messages of one burst are one notification', example: 3 }),
    created_at: timeSchema,
    updated_at: timeSchema.meta({ description: 'When what happened last came in' }),
    read_at: timeSchema.nullable(),
    actor: profileSchema.nullable().meta({ description: 'Who did it last' }),
    room: z.object({ id: roomIdSchema, type: roomTypeSchema, name: z.string().nullable() }).meta({ id: 'NotificationRoom' }).nullable(),
    message: z
      .object({
        id: messageIdSchema,
        seq: seqSchema,
        excerpt: z.string().meta({ description: 'The beginning of what it says', example: 'Have you seen the engine?' }),
      })
      .meta({ id: 'NotificationMessage' })
      .nullable(),
    emoji: z.string().nullable().meta({ description: 'Of a reaction', example: null }),
    role: roleSchema.nullable().meta({ description: 'Of a changed role', example: null }),
    friend_request_id: friendRequestIdSchema.nullable().meta({ example: null }),
    security: securityNoticeKindSchema.nullable().meta({ example: null }),
  })
  .meta({ id: 'Notification' });

export const unreadNotificationsSchema = z.int().nonnegative().meta({ description: 'Notifications that have not been read', example: 2 });

export const notificationsQuerySchema = pageQuerySchema.extend({
  unread: z.enum(['true', 'false']).optional().meta({ description: '`true`: only those that have not been read' }),
});
export const notificationListSchema = z
  .object({
    items: z.array(notificationSchema),
    next_cursor: z.string().nullable(),
    has_more: z.boolean(),
    unread_count: unreadNotificationsSchema,
  })
  .meta({ id: 'NotificationList' });
export const notificationParamsSchema = z.object({ id: notificationIdSchema });
export const notificationsReadSchema = z.object({ unread_count: unreadNotificationsSchema }).meta({ id: 'NotificationsRead' });

export const notificationLevelSchema = z.enum(['all', 'mentions', 'none']).meta({
  id: 'NotificationLevel',
  description: '`mentions`: only what calls the person, and replies to them',
});

const clockTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 22:00')
  .meta({ example: '22:00' });

const timeZone = z.string().max(64).refine(isTimeZone, 'must be a time zone such as Europe/Berlin').meta({ example: 'Europe/Berlin' });

export const doNotDisturbSchema = z
  .object({ from: clockTime, to: clockTime.meta({ example: '07:00' }), time_zone: timeZone })
  .refine(({ from, to }) => from !== to, { path: ['to'], message: 'must differ from the beginning' })
  .meta({ id: 'DoNotDisturb', description: 'Hours of each day, over midnight where the end comes first' });

const general = {
  direct_messages: notificationLevelSchema,
  rooms: notificationLevelSchema.meta({ description: 'Groups and channels that have no level of their own' }),
  reactions: z.boolean().meta({ description: "Of others' reactions to one's messages", example: false }),
  muted_until: timeSchema.nullable().meta({ description: 'Until then notifications are listed and nothing else', example: null }),
  do_not_disturb: doNotDisturbSchema.nullable().meta({ example: null }),
  digest_after_minutes: z
    .int()
    .min(limits.digestMinutesMin)
    .max(limits.digestMinutesMax)
    .nullable()
    .meta({ description: 'Mail about what is unread after that long away; null: never', example: null }),
};

export const roomNotificationLevelSchema = z
  .object({ room_id: roomIdSchema, level: notificationLevelSchema })
  .meta({ id: 'RoomNotificationLevel' });

export const notificationPreferencesSchema = z
  .object({ ...general, room_levels: z.array(roomNotificationLevelSchema).max(limits.roomLevelsMax) })
  .meta({ id: 'NotificationPreferences' });

/** What is not given stays as it is. `room_levels` changes those rooms that it names; null: back to the general level. */
export const notificationPreferencesBodySchema = z
  .object({
    ...general,
    room_levels: z.array(z.object({ room_id: roomIdSchema, level: notificationLevelSchema.nullable() })).max(limits.roomLevelsPerCall),
  })
  .partial()
  .meta({ id: 'NotificationPreferencesBody' });

const base64Url = (bytes: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+={0,2}$/, 'must be base64url')
    .refine((text) => Math.floor((text.replace(/=+$/, '').length * 3) / 4) === bytes, `must be ${bytes} bytes`);

export const pushKeySchema = z
  .object({ public_key: z.string().meta({ description: 'VAPID, base64url: `applicationServerKey` of a browser' }) })
  .meta({ id: 'PushKey' });

/** As `PushSubscription.toJSON()` of a browser gives it. */
export const pushSubscriptionBodySchema = z
  .object({
    endpoint: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .meta({ example: 'https://push.example.org/send/f3a9…' }),
    keys: z.object({ p256dh: base64Url(65), auth: base64Url(16) }),
    expirationTime: z.number().nullish(),
  })
  .meta({ id: 'PushSubscriptionBody' });
export const endPushSubscriptionBodySchema = pushSubscriptionBodySchema.pick({ endpoint: true }).meta({ id: 'EndPushSubscriptionBody' });

/** What a push carries, encrypted; a service worker shows it. */
export type PushPayload = { notification: Notification; unread_count: number };

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export type NotificationId = z.infer<typeof notificationIdSchema>;
export type NotificationKind = z.infer<typeof notificationKindSchema>;
export type Notification = z.infer<typeof notificationSchema>;
export type NotificationList = z.infer<typeof notificationListSchema>;
export type NotificationsRead = z.infer<typeof notificationsReadSchema>;
export type NotificationLevel = z.infer<typeof notificationLevelSchema>;
export type DoNotDisturb = z.infer<typeof doNotDisturbSchema>;
export type NotificationPreferences = z.infer<typeof notificationPreferencesSchema>;
export type NotificationPreferencesBody = z.input<typeof notificationPreferencesBodySchema>;
export type PushKey = z.infer<typeof pushKeySchema>;
export type PushSubscriptionBody = z.input<typeof pushSubscriptionBodySchema>;
