import { type History, historySchema, messageParamsSchema, repliesQuerySchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { MessagesDependencies } from '../../dependencies.ts';
import { findMessage } from '../find-message.ts';
import { atOneInstant } from '../list-messages/list-messages.ts';
import { requireMembership } from '../require-membership.ts';
import { readSurroundings, showMessages } from '../show-messages.ts';

export function listRepliesRoute(app: App, dependencies: MessagesDependencies): void {
  app.get(
    '/api/v1/rooms/:id/messages/:message_id/replies',
    {
      preHandler: dependencies.auth,
      schema: operation({
        tags: ['Messages'],
        summary: 'The thread of a message',
        description: 'Its replies that are not deleted, oldest first. `next_cursor` is the `after` of the next page.',
        auth: true,
        params: messageParamsSchema,
        querystring: repliesQuerySchema,
        response: { 200: historySchema },
        errors: ['not_a_member', 'room_not_found', 'not_found'],
      }),
    },
    async (request) => {
      const { id: roomId, message_id: messageId } = request.params;
      const { readableFrom } = await requireMembership(dependencies, request.actor.userId, roomId);
      await findMessage(dependencies.db, roomId, messageId, { userId: request.actor.userId });
      return listReplies(dependencies, { roomId, messageId, readableFrom, userId: request.actor.userId, ...request.query });
    },
  );
}

type Page = { roomId: string; messageId: string; after: number; limit: number; readableFrom?: number; userId?: string };

/** One range of the index of replies. */
export async function listReplies(
  { db, profiles }: Pick<MessagesDependencies, 'db' | 'profiles'>,
  { roomId, messageId, after, limit, readableFrom = 1, ...viewer }: Page,
): Promise<History> {
  const { head, rows, hasMore, near } = await atOneInstant(db, async (trx) => {
    const room = await trx.selectFrom('rooms').select('head').where('room_id', '=', roomId).executeTakeFirst();
    const found = await trx
      .selectFrom('messages')
      .selectAll()
      .where('room_id', '=', roomId)
      .where('reply_to', '=', messageId)
      .where('seq', '>', after)
      .where('deleted_at', 'is', null)
      .orderBy('seq')
      .limit(limit + 1)
      .execute();
    const rows = found.slice(0, limit);
    return {
      head: room?.head ?? 0,
      rows,
      hasMore: found.length > limit,
      near: await readSurroundings(trx, rows, { readableFrom, ...viewer }),
    };
  });
  const messages = await showMessages(profiles, rows, near);
  return { messages, next_cursor: hasMore ? String(rows.at(-1)?.seq) : null, has_more: hasMore, head };
}
