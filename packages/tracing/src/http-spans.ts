import { trace } from '@opentelemetry/api';
import { tracing } from './tracing.ts';

/** Names the span of the request by its route's pattern: a path holds names and ids. */
export function nameRequestSpan(method: string, route: string): void {
  if (!tracing.on) return;
  const span = trace.getActiveSpan();
  if (!span?.isRecording()) return;
  span.updateName(`${method} ${route}`);
  span.setAttribute('http.route', route);
}
