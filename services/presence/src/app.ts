import type { RpcServer } from '@parley/messaging';
import type { App } from '@parley/service-kit';
import { serveForget } from './commands/forget/forget.ts';
import { serveSetStatus } from './commands/set-status/set-status.ts';
import { setStatusRoute } from './commands/set-status/set-status-route.ts';
import { serveTouch } from './commands/touch/touch.ts';
import type { PresenceDependencies } from './dependencies.ts';
import { serveConnectedUsers } from './queries/connected-users/connected-users.ts';
import { onlineRoute } from './queries/online/online-route.ts';
import { serveReadPresence } from './queries/read-presence/read-presence.ts';
import { readPresenceRoute } from './queries/read-presence/read-presence-route.ts';
import { serveStats } from './queries/stats/stats.ts';

/** Every HTTP route of the service. */
export function addRoutes(app: App, dependencies: PresenceDependencies): void {
  readPresenceRoute(app, dependencies);
  onlineRoute(app, dependencies);
  setStatusRoute(app, dependencies);
}

/** Everything that other services ask over NATS. Resolves when all of it is being served. */
export function serveRequests(dependencies: PresenceDependencies): Promise<RpcServer[]> {
  return Promise.all([
    serveTouch(dependencies),
    serveSetStatus(dependencies),
    serveForget(dependencies),
    serveReadPresence(dependencies),
    serveStats(dependencies),
    serveConnectedUsers(dependencies),
  ]);
}
