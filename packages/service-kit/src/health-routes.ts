import type { FastifyInstance } from 'fastify';
import { register } from 'prom-client';
import type { Readiness } from './readiness.ts';

/** `/livez`: the process answers. `/readyz`: it can do its work. */
export function addHealthRoutes(app: FastifyInstance, readiness: Readiness): void {
  const schema = { hide: true };
  app.get('/livez', { schema, logLevel: 'warn' }, async () => ({ status: 'alive' }));
  app.get('/readyz', { schema, logLevel: 'warn' }, async (_request, reply) => {
    const failing = await readiness.failing();
    if (failing.length === 0) return { status: 'ready', failing };
    return reply.code(503).send({ status: 'not_ready', failing });
  });
}

/** For Prometheus, inside the installation. */
export function addMetricsRoute(app: FastifyInstance, read = () => register.metrics()): void {
  app.get('/metrics', { schema: { hide: true }, logLevel: 'warn' }, async (_request, reply) =>
    reply.type(register.contentType).send(await read()),
  );
}
