/**
 * Loaded before a service: `node --import …/packages/tracing/src/register.ts services/gateway/src/main.ts`. Libraries are wrapped while they
 * are loaded, so nothing later would do. Without an endpoint it does nothing.
 */
import { basename, resolve } from 'node:path';
import { z } from 'zod';
import { createTraceBudget } from './trace-admission.ts';
import { tracingEnv } from './tracing-env.ts';

/** A setting that is wrong is reported by the service, together with all others. */
const { data: env } = z.object(tracingEnv).safeParse(process.env);

if (env?.OTEL_EXPORTER_OTLP_ENDPOINT) {
  // services/<service>/src/main.ts
  const service = basename(resolve(process.argv[1] ?? '', '../..'));
  const { register } = await import('import-in-the-middle/register-hooks.mjs');
  register({ include: ['pg', 'pg-pool', 'ioredis'] });
  const { startTracing } = await import('./sdk/start-tracing.ts');
  startTracing({
    service,
    endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT,
    ratio: env.PARLEY_TRACE_RATIO,
    sendAfterMs: env.OTEL_BSP_SCHEDULE_DELAY,
    budget: service === 'gateway' ? createTraceBudget(env.PARLEY_CLIENT_TRACES_PER_SECOND) : undefined,
  });
}
