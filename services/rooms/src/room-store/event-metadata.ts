import type { EventMetadata } from '@parley/event-store';
import type { FastifyRequest } from 'fastify';

/** Who, in answer to which request, as part of which trace: stored with every event of a command. */
export function eventMetadata(request: FastifyRequest): EventMetadata {
  return { actor_id: request.actor.userId, correlation_id: request.id, traceparent: request.traceparent };
}
