import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { millisToHrTime } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { ToldSpan } from '../told-span.ts';

/** A span made elsewhere in the form that processors take. */
export function readableSpan({ traceId, spanId, parentSpanId, name, startMs, endMs, error }: ToldSpan, resource: Resource): ReadableSpan {
  const contextOf = (id: string) => ({ traceId, spanId: id, traceFlags: 1 });
  return {
    name,
    kind: SpanKind.CLIENT,
    spanContext: () => contextOf(spanId),
    ...(parentSpanId ? { parentSpanContext: contextOf(parentSpanId) } : {}),
    startTime: millisToHrTime(startMs),
    endTime: millisToHrTime(endMs),
    duration: millisToHrTime(endMs - startMs),
    status: { code: error ? SpanStatusCode.ERROR : SpanStatusCode.UNSET },
    attributes: error ? { 'error.type': error } : {},
    links: [],
    events: [],
    ended: true,
    resource,
    instrumentationScope: { name: 'parley' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}
