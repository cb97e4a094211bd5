import { z } from 'zod';

/** W3C trace context of what led to this. */
export const traceparentSchema = z.string().regex(/^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/);

/** Of an event of a room's log: only where it is traced, and only as it came live. */
export const tracedLiveSchema = traceparentSchema.optional().meta({ description: 'Trace context, of a traced event that came live' });
