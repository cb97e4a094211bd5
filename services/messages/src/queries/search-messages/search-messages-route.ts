import { messageSearchResultSchema, searchMessagesQuerySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { MessagesDependencies } from '../../dependencies.ts';
import { messageExample } from '../examples.ts';
import { requireMembership } from '../require-membership.ts';
import { searchMessages } from './search-messages.ts';

export function searchMessagesRoute(app: App, dependencies: MessagesDependencies): void {
  app.get(
    '/api/v1/messages/search',
    {
      preHandler: dependencies.auth,
      schema: operation({
        tags: ['Messages'],
        summary: 'Search in your rooms',
        description:
          'Finds messages that hold every word of `q`: whole words and beginnings of words, in any language, regardless of case and accents; ' +
          'code as it stands (`foo_bar`, `a.b.c`, `C++`); `"phrases"` as whole words. Ranked by relevance and age. ' +
          'A message can be found within a second after it was sent; a deleted one, or the old text of an edited one, never.',
        auth: true,
        querystring: searchMessagesQuerySchema,
        response: {
          200: {
            schema: messageSearchResultSchema,
            example: {
              items: [
                {
                  message: messageExample,
                  score: 0.9312,
                  fragments: [{ text: messageExample.content, marks: [{ start: 0, end: 3 }] }],
                },
              ],
              next_cursor: null,
              has_more: false,
            },
          },
        },
        errors: ['not_a_member', 'room_not_found'],
      }),
    },
    async (request) => {
      const { room_id } = request.query;
      if (room_id !== undefined) await requireMembership(dependencies, request.actor.userId, room_id);
      return searchMessages(dependencies, request.actor.userId, request.query);
    },
  );
}
