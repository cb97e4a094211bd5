import type { TellSpansBody } from '@parley/contracts';
import type { Call } from './call.ts';

export function telemetryMethods(call: Call) {
  return {
    /** What was seen of traced messages. */
    tellSpans: (body: TellSpansBody) => call<void>('POST', '/telemetry/traces', { body }),
  };
}
