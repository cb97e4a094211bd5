import type { App } from '@parley/service-kit';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { addCrossOrigin } from './http/cross-origin.ts';
import { addDocs } from './http/docs.ts';
import { addProxy } from './http/proxy.ts';
import { addSecurityHeaders } from './http/security-headers.ts';
import { addWebClient } from './http/web-client.ts';
import { addSocketRoute, type SocketRouteOptions } from './sockets/socket-route.ts';
import { clientSpansRoute } from './telemetry/client-spans-route.ts';

export type GatewayDependencies = { config: Config; log: Logger; sockets: SocketRouteOptions };

/** Everything that the front door answers. */
export async function addRoutes(app: App, { config, log, sockets }: GatewayDependencies): Promise<void> {
  const urls = {
    auth: config.AUTH_URL,
    rooms: config.ROOMS_URL,
    messages: config.MESSAGES_URL,
    presence: config.PRESENCE_URL,
    media: config.MEDIA_URL,
    notifications: config.NOTIFICATIONS_URL,
  };
  addSecurityHeaders(app);
  await addCrossOrigin(app, config.PARLEY_ALLOWED_ORIGINS);
  await addSocketRoute(app, sockets);
  clientSpansRoute(app, { verifyAccessToken: sockets.verify });
  await addProxy(app, { urls, maxUploadBytes: config.PARLEY_MEDIA_MAX_BYTES });
  await addDocs(app, urls, log);
  if (config.PARLEY_WEB_ROOT !== undefined) await addWebClient(app, config.PARLEY_WEB_ROOT);
}
