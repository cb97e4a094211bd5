import { randomUUID } from 'node:crypto';
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { IORedisInstrumentation } from '@opentelemetry/instrumentation-ioredis';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { TraceBudget } from '../trace-admission.ts';
import { switchTracingOn } from '../tracing.ts';
import { createSampler } from './front-door-sampler.ts';
import { readableSpan } from './readable-span.ts';
import { tellingExporter } from './told-spans.ts';

export type TracingOptions = {
  service: string;
  endpoint: string;
  ratio: number;
  /** How long spans wait for others to be sent with. */
  sendAfterMs: number;
  /** At the front door only. */
  budget: TraceBudget | undefined;
};

/** Asked every few seconds by machines. */
const untraced = /^\/(livez|readyz|metrics)$/;

/** Before pg, ioredis and Fastify are loaded. */
export function startTracing({ service, endpoint, ratio, sendAfterMs, budget }: TracingOptions): void {
  const resourceOf = (name: string) =>
    resourceFromAttributes({ 'service.namespace': 'parley', 'service.name': name, 'service.instance.id': instance });
  const instance = randomUUID();
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const processor = new BatchSpanProcessor({ exporter: tellingExporter(exporter), maxQueueSize: 4_096, scheduledDelayMillis: sendAfterMs });
  const provider = new TracerProvider({
    resource: resourceOf(service),
    sampler: createSampler({ ratio, budget }),
    spanProcessors: [processor],
    spanLimits: { attributeValueLengthLimit: 200 },
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  registerInstrumentations({
    instrumentations: [
      new HttpInstrumentation({
        ignoreIncomingRequestHook: (request) => untraced.test(request.url ?? ''),
        requireParentforOutgoingSpans: true,
      }),
      new PgInstrumentation({ requireParentSpan: true, ignoreConnectSpans: true }),
      new IORedisInstrumentation({ requireParentSpan: true }),
    ],
  });
  switchTracingOn({
    flush: () => provider.shutdown(),
    tell: (name, span) => processor.onEnd(readableSpan(span, resourceOf(name))),
  });
}
