import { z } from 'zod';
import type { PublishingService } from '../published-event.ts';
import { defineRpc } from './rpc.ts';

/** `rpc.<service>.events-after`: what a consumer that missed something reads from the owner, in publication order. */
export function eventsAfterRpc(service: PublishingService) {
  return defineRpc({
    service,
    name: 'events-after',
    request: z.object({ after: z.string(), limit: z.int().min(1).max(1_000) }),
    reply: z.object({
      epoch: z.string(),
      has_more: z.boolean(),
      /** Nothing published lies between the last event and this position: ask on from here. */
      up_to: z.string(),
      /** False: a transaction that stays open may hide what was committed before the question. */
      complete: z.boolean().default(true),
      events: z.array(
        z.object({
          streamId: z.string(),
          version: z.int(),
          type: z.string(),
          eventId: z.string(),
          schemaVersion: z.int(),
          position: z.string(),
          previous: z.string(),
          payload: z.string(),
          traceparent: z.string().optional(),
        }),
      ),
    }),
  });
}
