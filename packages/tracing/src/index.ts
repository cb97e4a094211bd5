/**
 * Traces of what the services do, as OpenTelemetry spans.
 *
 * Invariants:
 * - Switched off (no `OTEL_EXPORTER_OTLP_ENDPOINT`), nothing of OpenTelemetry's SDK is loaded and every function here returns at once.
 * - On the message path a span exists only for a message whose trace is sampled: the others cost one comparison each.
 * - A batch has one span, in the trace of its first sampled message, with links to the others; those have a span of their own.
 * - Whether a trace is sampled is decided once, at the front door. Others' flags are believed up to a rate.
 * - What leaves for the collector is named here, attribute by attribute (`sdk/told-spans.ts`): no content, no name, no token, no address.
 */
export * from './batch-spans.ts';
export * from './http-spans.ts';
export * from './spans.ts';
export type { ToldSpan } from './told-span.ts';
export * from './trace-admission.ts';
export * from './trace-context.ts';
export { type Tracing, tellSpan, tracing } from './tracing.ts';
export * from './tracing-env.ts';
