import { randomUUID } from 'node:crypto';
import { connectNats } from '@parley/messaging';
import { connectRedis, createApp, createTokenVerifier, redeemSocketTicket, type ServiceContext } from '@parley/service-kit';
import { createTraceAdmission, createTraceBudget } from '@parley/tracing';
import { addRoutes } from './app.ts';
import type { Config } from './config.ts';
import { createRealtime } from './realtime.ts';

/** A gateway: sockets, HTTP, and its metrics on a port of their own. */
export async function startGateway(config: Config, { log, signal, readiness, onShutdown, loop }: ServiceContext): Promise<void> {
  const redis = await connectRedis({ url: config.REDIS_URL, name: 'gateway', log, signal });
  onShutdown('redis', () => redis.disconnect());
  const nats = await connectNats({ url: config.NATS_URL, name: 'gateway', log });
  onShutdown('nats', () => nats.close());
  readiness.register('nats', nats.connected);

  const verifier = createTokenVerifier({
    jwksUrl: config.PARLEY_JWKS_URL,
    issuer: config.PARLEY_ISSUER,
    audience: config.PARLEY_AUDIENCE,
    redis,
  });
  const admitTrace = createTraceAdmission({
    ratio: config.PARLEY_TRACE_RATIO,
    budget: createTraceBudget(config.PARLEY_CLIENT_TRACES_PER_SECOND),
  });
  const realtime = createRealtime({
    nats,
    log,
    verifier,
    gatewayId: randomUUID(),
    admitTrace,
    browserTraceRatio: config.PARLEY_BROWSER_TRACE_RATIO,
  });

  const trustProxy = config.PARLEY_TRUSTED_PROXIES?.split(',') ?? false;
  const app = await createApp({ log, title: 'Parley gateway', version: '1', readiness, trustProxy, frontDoor: true });
  onShutdown('http', () => app.close());
  await addRoutes(app, {
    config,
    log,
    sockets: {
      gate: realtime.gate,
      verify: (token) => verifier.verifyAccessToken(token),
      redeem: (ticket) => redeemSocketTicket(redis, ticket),
      allowedOrigins: config.PARLEY_ALLOWED_ORIGINS,
      draining: () => signal.aborted,
    },
  });
  onShutdown('subscriptions', realtime.listen());
  for (const [name, run] of Object.entries(realtime.loops)) loop({ name, run });
  onShutdown('sockets', realtime.drain);
  await app.listen({ host: config.HOST, port: config.PORT });

  const operations = await createApp({ log, title: 'Parley gateway operations', version: '1', readiness });
  await operations.listen({ host: config.HOST, port: config.OPERATIONS_PORT });
  onShutdown('operations', () => operations.close());
}
