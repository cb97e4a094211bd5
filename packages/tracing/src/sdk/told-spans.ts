import type { Attributes, SpanContext } from '@opentelemetry/api';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

/**
 * What is told about a span, by name. Instrumentations know more than may be told: addresses with tokens and search terms in them, keys of
 * Redis, messages of errors with the values that were refused. A list of what is allowed cannot overlook a new one of those.
 */
const told = new Set([
  'db.namespace',
  'db.operation.name',
  'db.postgresql.plan',
  'db.system',
  'db.system.name',
  'error.type',
  'exception.type',
  'http.method',
  'http.request.method',
  'http.response.status_code',
  'http.route',
  'http.status_code',
  'parley.batch_size',
  'parley.outcome',
  'parley.room_id',
  'parley.sockets',
  'parley.user_id',
  'rpc.method',
  'rpc.service',
]);

/** Passes on what may be told. */
export function tellingExporter(inner: SpanExporter): SpanExporter {
  return {
    export: (spans, done) => inner.export(spans.map(toldSpan), done),
    shutdown: () => inner.shutdown(),
    forceFlush: async () => inner.forceFlush?.(),
  };
}

function toldSpan(span: ReadableSpan): ReadableSpan {
  return {
    name: span.name,
    kind: span.kind,
    spanContext: () => ids(span.spanContext()),
    ...(span.parentSpanContext ? { parentSpanContext: ids(span.parentSpanContext) } : {}),
    startTime: span.startTime,
    endTime: span.endTime,
    // The message of a status is that of an error.
    status: { code: span.status.code },
    attributes: toldAttributes(span.attributes),
    links: span.links.map(({ context }) => ({ context: ids(context) })),
    events: span.events.map((event) => ({ ...event, attributes: toldAttributes(event.attributes ?? {}) })),
    duration: span.duration,
    ended: span.ended,
    resource: span.resource,
    instrumentationScope: span.instrumentationScope,
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  };
}

/** Without `tracestate`, in which a caller may send whatever it likes. */
function ids({ traceId, spanId, traceFlags }: SpanContext): SpanContext {
  return { traceId, spanId, traceFlags };
}

function toldAttributes(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => told.has(name)));
}
