import { blockListSchema, pageQuerySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { RoomsDependencies } from '../../dependencies.ts';
import { blockExample } from '../../relationship-examples.ts';
import { listBlocks } from './list-blocks.ts';

export function listBlocksRoute(app: App, rooms: RoomsDependencies): void {
  const schema = operation({
    tags: ['Friends'],
    summary: 'Whom you have blocked',
    auth: true,
    querystring: pageQuerySchema,
    response: { 200: { schema: blockListSchema, example: { items: [blockExample], next_cursor: null, has_more: false } } },
  });
  app.get('/api/v1/blocks', { preHandler: rooms.auth, schema }, async (request) =>
    listBlocks(rooms.db, { userId: request.actor.userId, ...request.query }),
  );
}
