import { z } from 'zod';

const ratio = z.coerce.number().min(0).max(1);

/** Settings of every service. The exporter reads OpenTelemetry's other `OTEL_EXPORTER_OTLP_…` variables itself, such as headers. */
export const tracingEnv = {
  /** Where spans go (OTLP over HTTP, without `/v1/traces`). Without it nothing is traced. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/, error: 'is not a usable URL' }).optional(),
  /** How long spans wait for others to be sent with, in milliseconds. */
  OTEL_BSP_SCHEDULE_DELAY: z.coerce.number().int().min(10).max(60_000).default(2_000),
  /** Which part of what begins at the gateway is traced, from 0 to 1. Others go on with what was decided there. */
  PARLEY_TRACE_RATIO: ratio.default(0.01),
  /** Traces a second that clients may begin, on each gateway. More are not traced, whatever their flags say. */
  PARLEY_CLIENT_TRACES_PER_SECOND: z.coerce.number().min(0).max(10_000).default(5),
  /** Which part of what they send browsers trace from the click on, from 0 to 1. */
  PARLEY_BROWSER_TRACE_RATIO: ratio.default(0),
};
