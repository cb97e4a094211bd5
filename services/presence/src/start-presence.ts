import { limits } from '@parley/contracts';
import { connectNats } from '@parley/messaging';
import { type App, authenticate, connectRedis, createApp, type ServiceContext } from '@parley/service-kit';
import { createAnnouncer } from './announcements/announcer.ts';
import { sweepPresence } from './announcements/sweep.ts';
import { addRoutes, serveRequests } from './app.ts';
import type { Config } from './config.ts';
import type { PresenceDependencies } from './dependencies.ts';
import { createLeaseStore } from './leases/lease-store.ts';

export type PresenceTimes = { leaseMs: number; sweepMs: number; claimMs: number };

const usualTimes: PresenceTimes = { leaseMs: limits.presenceLeaseMs, sweepMs: 500, claimMs: 5_000 };

/** Connections, requests, loop, HTTP; in this order, and closed in the opposite one. */
export async function startPresence(config: Config, context: ServiceContext, times: PresenceTimes = usualTimes): Promise<App> {
  const { log, readiness, onShutdown, loop, signal } = context;
  const redis = await connectRedis({ url: config.REDIS_URL, name: 'presence', log, signal });
  onShutdown('redis', () => redis.disconnect());
  readiness.register('redis', () => redis.status === 'ready');
  const nats = await connectNats({ url: config.NATS_URL, name: 'presence', log });
  onShutdown('nats', nats.close);
  readiness.register('nats', nats.connected);

  const leases = createLeaseStore(redis, { ...times, offlineAfterMs: config.PARLEY_OFFLINE_AFTER_MS });
  const announcer = createAnnouncer({ nats, leases, log, maxMembers: config.PARLEY_PRESENCE_MAX_MEMBERS });
  onShutdown('announcements', announcer.idle);
  const { PARLEY_JWKS_URL: jwksUrl, PARLEY_ISSUER: issuer, PARLEY_AUDIENCE: audience } = config;
  const auth = authenticate({ jwksUrl, issuer, audience, redis });
  const dependencies: PresenceDependencies = { nats, leases, announcer, auth };

  const served = await serveRequests(dependencies);
  onShutdown('requests', () => Promise.all(served.map((server) => server.stop())));
  loop({ name: 'sweep', run: (stop) => sweepPresence({ leases, announcer, everyMs: times.sweepMs }, stop) });

  const app = await createApp({ log, title: 'Parley presence', version: '1', readiness });
  addRoutes(app, dependencies);
  await app.listen({ host: config.HOST, port: config.PORT });
  onShutdown('http', () => app.close());
  return app;
}
