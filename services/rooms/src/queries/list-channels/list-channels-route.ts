import { channelListSchema, channelsQuerySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { channelExample } from '../../examples.ts';
import { listChannels } from './list-channels.ts';

export function listChannelsRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Channels'],
    summary: 'Find public channels',
    auth: true,
    querystring: channelsQuerySchema,
    response: { 200: { schema: channelListSchema, example: { items: [channelExample], next_cursor: null, has_more: false } } },
  });
  app.get('/api/v1/channels', { preHandler: rooms.auth, schema }, async (request) =>
    listChannels(rooms.db, { viewerId: request.actor.userId, ...request.query }),
  );
}
