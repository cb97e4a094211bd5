import { z } from 'zod';
import type { PublishingService } from '../published-event.ts';
import { defineRpc } from './rpc.ts';

/**
 * `rpc.<consumer's name>.retry-dead-letter-<source>`: handle an event once more that was given up. Answered by the service that consumes, since
 * only there is what the event means known. Refused as `not_found` when there is no such letter, or its event is no more.
 */
export function retryDeadLetterRpc(source: PublishingService, durable: string) {
  return defineRpc({
    service: durable,
    name: `retry-dead-letter-${source}`,
    request: z.object({ id: z.string().regex(/^\d{1,19}$/) }),
    reply: z.object({ id: z.string() }),
  });
}
