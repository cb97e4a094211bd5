import type {
  NotificationList,
  NotificationPreferences,
  NotificationPreferencesBody,
  NotificationsRead,
  PushKey,
  PushSubscriptionBody,
} from '@parley/contracts';
import type { Call } from './call.ts';
import type { Page } from './paging.ts';

export function notificationsMethods(call: Call) {
  return {
    /** What happened last comes first. */
    list: ({ unread, ...page }: Page & { unread?: boolean } = {}) =>
      call<NotificationList>('GET', '/notifications', { query: { ...page, ...(unread === true ? { unread: 'true' } : {}) } }),
    markRead: (id: string) => call<NotificationsRead>('POST', `/notifications/${id}/read`),
    markAllRead: () => call<NotificationsRead>('POST', '/notifications/read-all'),
    preferences: () => call<NotificationPreferences>('GET', '/notifications/preferences'),
    /** Only what is given changes. */
    changePreferences: (body: NotificationPreferencesBody) => call<NotificationPreferences>('PUT', '/notifications/preferences', { body }),
    /** `applicationServerKey` for `PushManager.subscribe`. */
    pushKey: () => call<PushKey>('GET', '/notifications/push/key'),
    /** Takes `subscription.toJSON()` as it is. */
    subscribe: (subscription: PushSubscriptionBody) => call<undefined>('POST', '/notifications/push/subscriptions', { body: subscription }),
    unsubscribe: (endpoint: string) => call<undefined>('DELETE', '/notifications/push/subscriptions', { body: { endpoint } }),
  };
}
