import { nameRequestSpan } from '@parley/tracing';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Histogram, register } from 'prom-client';
import { knownActorOf } from './authenticate.ts';

const duration = new Histogram({
  name: 'parley_http_request_duration_seconds',
  help: 'Duration of HTTP requests by route pattern; its count is the rate',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});

/** Process, garbage collection and event-loop delay (`nodejs_eventloop_lag_*`), once per process. */
export function collectProcessMetrics(): void {
  if (register.getSingleMetric('nodejs_eventloop_lag_seconds')) return;
  collectDefaultMetrics();
}

/** Labels are route patterns, never paths: a path holds names and ids, and would be an unbounded label. */
export function measureRequests(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => nameRequestSpan(request.method, request.routeOptions.url ?? 'unmatched'));
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unmatched';
    duration.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1_000);
    const level = reply.statusCode >= 500 ? 'info' : 'debug';
    const about = { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) };
    request.log[level]({ ...about, ...idsOf(request, route) }, 'request');
  });
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Who asked, and about which room. What stands in the path and is no id is not told: it may be anything. */
function idsOf(request: FastifyRequest, route: string): { user_id?: string; room_id?: string } {
  const actor = knownActorOf(request);
  const roomId = route.startsWith('/api/v1/rooms/:id') ? Reflect.get(Object(request.params), 'id') : undefined;
  return {
    ...(actor ? { user_id: actor.userId } : {}),
    ...(typeof roomId === 'string' && uuid.test(roomId) ? { room_id: roomId } : {}),
  };
}
