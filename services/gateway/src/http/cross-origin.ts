import cors from '@fastify/cors';
import type { App } from '@parley/service-kit';

/**
 * Which other origins' pages may read answers: those that the operator named, and no other. Without any, no answer carries a CORS
 * header. A cookie is of no use there: it is `SameSite=Strict`, and where it counts, `auth` looks at the origin itself.
 */
export async function addCrossOrigin(app: App, allowedOrigins: readonly string[]): Promise<void> {
  if (allowedOrigins.length === 0) return;
  await app.register(cors, {
    origin: [...allowedOrigins],
    credentials: true,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'traceparent'],
    exposedHeaders: ['retry-after', 'content-disposition'],
    maxAge: 600,
    strictPreflight: false,
  });
}
