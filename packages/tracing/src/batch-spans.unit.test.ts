import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startBatch } from './batch-spans.ts';
import { activeTraceparent, startSpan } from './spans.ts';
import { newTraceparent } from './trace-context.ts';
import { switchTracingOn } from './tracing.ts';

const told = new InMemorySpanExporter();

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: told })] }));
  switchTracingOn({ flush: async () => undefined, tell: () => undefined });
});
beforeEach(() => told.reset());

const traceIdOf = (traceparent: string) => traceparent.slice(3, 35);

describe('a batch', () => {
  it('has no span when none of its items is sampled', () => {
    expect(startBatch('append', [newTraceparent(false), undefined])).toBeUndefined();
    expect(startSpan('one', newTraceparent(false))).toBeUndefined();
    expect(told.getFinishedSpans()).toEqual([]);
  });

  it('is the span of its first sampled item, linked to the others, which have spans of their own', async () => {
    const [first, second] = [newTraceparent(true), newTraceparent(true)];
    const batch = startBatch('append', [newTraceparent(false), first, undefined, second]);
    const within = await batch?.run(async () => activeTraceparent());
    batch?.end();
    const [own, other] = told.getFinishedSpans();
    expect([own, other].map((span) => span?.spanContext().traceId)).toEqual([traceIdOf(first), traceIdOf(second)]);
    expect(own?.links.map(({ context: linked }) => linked.traceId)).toEqual([traceIdOf(second)]);
    expect(other?.links.map(({ context: linked }) => linked.spanId)).toEqual([own?.spanContext().spanId]);
    expect(own?.attributes['parley.batch_size']).toBe(4);
    expect(within).toBe(batch?.traceparentOf(1));
    expect([0, 2].map((index) => batch?.traceparentOf(index))).toEqual([undefined, undefined]);
  });

  it('fails from an index on: what came before went well', () => {
    const batch = startBatch('publish', [newTraceparent(true), newTraceparent(true)]);
    batch?.fail('out_of_step', 1);
    expect(told.getFinishedSpans().map((span) => span.attributes['error.type'])).toEqual([undefined, 'out_of_step']);
  });
});
