import { messageListSchema, pageQuerySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { MessagesDependencies } from '../../dependencies.ts';
import { messageExample } from '../examples.ts';
import { recentMessages } from './recent-messages.ts';

const lists = [
  { path: '/api/v1/messages', onlyOwn: false, summary: 'Recent messages', description: 'Of all rooms that you are in, newest first.' },
  { path: '/api/v1/messages/me', onlyOwn: true, summary: 'Your messages', description: 'In the rooms that you are in, newest first.' },
] as const;

export function recentMessagesRoutes(app: App, dependencies: MessagesDependencies): void {
  for (const { path, onlyOwn, summary, description } of lists) {
    app.get(
      path,
      {
        preHandler: dependencies.auth,
        schema: operation({
          tags: ['Messages'],
          summary,
          description,
          auth: true,
          querystring: pageQuerySchema,
          response: { 200: { schema: messageListSchema, example: { items: [messageExample], next_cursor: null, has_more: false } } },
        }),
      },
      async (request) => recentMessages(dependencies, request.actor.userId, { ...request.query, onlyOwn }),
    );
  }
}
