import { roomEventsQuerySchema, roomEventsSchema, roomIdSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import { z } from 'zod';
import type { MessagesDependencies } from '../../dependencies.ts';
import type { LogFrameSources } from '../../publish/log-frames.ts';
import { requireMembership } from '../require-membership.ts';
import { readRoomLog } from './read-room-log.ts';

export function readRoomLogRoute(app: App, dependencies: MessagesDependencies & LogFrameSources): void {
  app.get(
    '/api/v1/rooms/:id/events',
    {
      preHandler: dependencies.auth,
      schema: operation({
        tags: ['Messages'],
        summary: "The room's log after a seq",
        description:
          'What a client replays to be current. `reset` when it reaches further back than the server keeps open, or than you may read.',
        auth: true,
        params: z.object({ id: roomIdSchema }),
        querystring: roomEventsQuerySchema,
        response: { 200: roomEventsSchema },
        errors: ['not_a_member', 'room_not_found'],
      }),
    },
    async (request) => {
      const { readableFrom } = await requireMembership(dependencies, request.actor.userId, request.params.id);
      return readRoomLog(dependencies, request.params.id, { ...request.query, readableFrom });
    },
  );
}
