import type { Attributes } from '@opentelemetry/api';
import { type SpanOptions, startSpan, type TracedWork } from './spans.ts';
import { isSampled } from './trace-context.ts';
import { tracing } from './tracing.ts';

/** The traced ones of a batch that is worked on together. */
export type TracedBatch = {
  /** What the item with this index leads to carries this; undefined when it is not sampled. */
  traceparentOf(index: number): string | undefined;
  run<Result>(work: () => Result): Result;
  end(attributes?: Attributes): void;
  /** Of the items from `index` on: what came before went well. Default: of all. */
  fail(code: string, index?: number): void;
};

/** Links of one span; OpenTelemetry drops what is beyond 128. */
const maxTraced = 64;

/** Undefined when none is sampled. The first that is has the work as its span, with links to the others' traces. */
export function startBatch(name: string, parents: Iterable<string | undefined>, options: SpanOptions = {}): TracedBatch | undefined {
  if (!tracing.on) return undefined;
  const spans = new Map<number, TracedWork>();
  const others: string[] = [];
  let size = 0;
  let first: TracedWork | undefined;
  for (const parent of parents) {
    const span = isSampled(parent) && spans.size < maxTraced ? startSpan(name, parent, options) : undefined;
    if (span && parent) {
      spans.set(size, span);
      if (first) {
        others.push(parent);
        span.linkTo([first.traceparent]);
      } else first = span;
    }
    size += 1;
  }
  if (!first) return undefined;
  const together = first;
  together.linkTo(others);
  const batchSize = size;
  return {
    traceparentOf: (index) => spans.get(index)?.traceparent,
    run: (work) => together.run(work),
    end(attributes = {}) {
      for (const span of spans.values()) span.end({ 'parley.batch_size': batchSize, ...attributes });
    },
    fail(code, from = 0) {
      for (const [index, span] of spans) {
        if (index >= from) span.fail(code);
        else span.end({ 'parley.batch_size': batchSize });
      }
    },
  };
}
