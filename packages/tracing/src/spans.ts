import {
  type Attributes,
  context,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { formatTraceparent, isSampled, parseTraceparent } from './trace-context.ts';
import { tracing } from './tracing.ts';

/** A piece of work that is traced. Ends once. */
export type TracedWork = {
  /** What the work leads to carries this. */
  readonly traceparent: string;
  /** Database statements within become its children. */
  run<Result>(work: () => Result): Result;
  linkTo(traceparents: Iterable<string>): void;
  end(attributes?: Attributes): void;
  /** `code`: a word for what went wrong, never an error's message. */
  fail(code: string): void;
};

export type SpanOptions = {
  kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  links?: readonly string[];
  attributes?: Attributes;
};

const kinds = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};
const tracer = trace.getTracer('parley');

/** Undefined unless `parent` is sampled and this process traces: `span?.end()` costs nothing then. */
export function startSpan(name: string, parent: string | undefined, options: SpanOptions = {}): TracedWork | undefined {
  if (!tracing.on || !isSampled(parent)) return undefined;
  const parentContext = toSpanContext(parent);
  if (!parentContext) return undefined;
  const { kind = 'internal', links = [], attributes = {} } = options;
  const span = tracer.startSpan(
    name,
    { kind: kinds[kind], links: links.flatMap(toLink), attributes },
    trace.setSpanContext(ROOT_CONTEXT, parentContext),
  );
  return tracedWork(span);
}

/** The trace that the running code belongs to, where an instrumentation or `run` has said so. */
export function activeTraceparent(): string | undefined {
  if (!tracing.on) return undefined;
  const active = trace.getActiveSpan()?.spanContext();
  return active && formatTraceparent(active.traceId, active.spanId, (active.traceFlags & 1) === 1);
}

function tracedWork(span: Span): TracedWork {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return {
    traceparent: formatTraceparent(traceId, spanId, (traceFlags & 1) === 1),
    run: (work) => context.with(trace.setSpan(context.active(), span), work),
    linkTo(traceparents) {
      for (const traceparent of traceparents) span.addLinks(toLink(traceparent));
    },
    end(attributes = {}) {
      span.setAttributes(attributes);
      span.end();
    },
    fail(code) {
      span.setAttribute('error.type', code);
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}

function toLink(traceparent: string): Link[] {
  const linked = toSpanContext(traceparent);
  return linked ? [{ context: linked }] : [];
}

/** Not as a remote one: what comes from within the installation was admitted at the front door (`sdk/front-door-sampler.ts`). */
function toSpanContext(traceparent: string | undefined): SpanContext | undefined {
  const parsed = parseTraceparent(traceparent);
  return parsed && { traceId: parsed.traceId, spanId: parsed.spanId, traceFlags: parsed.sampled ? 1 : 0 };
}
