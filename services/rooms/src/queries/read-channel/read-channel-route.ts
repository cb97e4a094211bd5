import { channelSchema, slugSchema } from '@parley/contracts';
import { type App, operation, ProblemError } from '@parley/service-kit';
import { z } from 'zod';
import type { RoomsDependencies } from '../../dependencies.ts';
import { channelExample } from '../../examples.ts';
import { channelsSeenBy, toChannel } from '../list-channels/list-channels.ts';

export function readChannelRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Channels'],
    summary: 'A public channel by its slug',
    auth: true,
    params: z.object({ slug: slugSchema }),
    response: { 200: { schema: channelSchema, example: channelExample } },
    errors: ['room_not_found'],
  });
  app.get('/api/v1/channels/:slug', { preHandler: rooms.auth, schema }, async (request) => {
    const row = await channelsSeenBy(rooms.db, request.actor.userId).where('room.slug', '=', request.params.slug).executeTakeFirst();
    if (!row) throw new ProblemError('room_not_found');
    return toChannel(row);
  });
}
