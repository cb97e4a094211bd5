import { type ClientSpan, tellSpansBodySchema } from '@parley/contracts';
import { type App, authenticate, operation, ProblemError, type TokenVerifier } from '@parley/service-kit';
import { createTraceBudget, tellSpan, tracing } from '@parley/tracing';

/** Of all clients of this gateway together; what comes beyond is refused, and clients forget it. */
const requestsPerSecond = 20;
/** A clock that is further off would put its spans where nobody looks for them. */
const longestAgoMs = 3_600_000;

/**
 * Where clients tell what they saw of traced messages. Only people who are signed in, only when traces are collected, only so much, and
 * only what the contract names: times and ids.
 */
export function clientSpansRoute(app: App, verifier: Pick<TokenVerifier, 'verifyAccessToken'>): void {
  const budget = createTraceBudget(requestsPerSecond);
  app.post(
    '/api/v1/telemetry/traces',
    {
      preHandler: authenticate(verifier),
      bodyLimit: 16 * 1024,
      schema: {
        hide: true,
        ...operation({
          tags: ['Telemetry'],
          summary: 'Tell of traced messages',
          auth: true,
          body: tellSpansBodySchema,
          response: { 204: null },
          errors: ['not_found', 'too_many_requests'],
        }),
      },
    },
    async (request, reply) => {
      if (!tracing.on) throw new ProblemError('not_found', 'Traces are not collected here');
      if (!budget.take()) throw new ProblemError('too_many_requests', undefined, { retryAfterSeconds: 5 });
      const now = Date.now();
      for (const span of request.body.spans) if (isPlausible(span, now)) tellSpan('client', toTold(span));
      return reply.code(204).send();
    },
  );
}

function isPlausible({ started_at_ms, ended_at_ms }: ClientSpan, now: number): boolean {
  return ended_at_ms >= started_at_ms && Math.abs(now - started_at_ms) < longestAgoMs && ended_at_ms - started_at_ms < longestAgoMs;
}

function toTold({ trace_id, span_id, parent_span_id, name, started_at_ms, ended_at_ms, error }: ClientSpan) {
  const ids = { traceId: trace_id, spanId: span_id, parentSpanId: parent_span_id };
  return { ...ids, name, startMs: started_at_ms, endMs: ended_at_ms, ...(error ? { error } : {}) };
}
