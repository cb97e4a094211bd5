import type { App } from '@parley/service-kit';
import { markReadRoutes } from './commands/mark-read-routes.ts';
import { pushSubscriptionRoutes } from './commands/push-subscription-routes.ts';
import type { NotificationsDependencies } from './dependencies.ts';
import { preferencesRoutes } from './preferences/preferences-routes.ts';
import { listNotificationsRoute } from './queries/list-notifications-route.ts';

/** Every HTTP route of the service. */
export function addRoutes(app: App, notifications: NotificationsDependencies): void {
  listNotificationsRoute(app, notifications);
  markReadRoutes(app, notifications);
  preferencesRoutes(app, notifications);
  pushSubscriptionRoutes(app, notifications);
}
