import type { Nats } from '@parley/messaging';
import type { authenticate } from '@parley/service-kit';
import type { Config } from './config.ts';
import type { NotificationsDatabase } from './notifications-database.ts';
import type { PushKeys } from './push/push-keys.ts';

/** What commands and queries are given. Built once, in `start-notifications.ts`. */
export type NotificationsDependencies = {
  config: Config;
  db: NotificationsDatabase;
  nats: Nats;
  clock: () => Date;
  pushKeys: PushKeys;
  auth: ReturnType<typeof authenticate>;
};
