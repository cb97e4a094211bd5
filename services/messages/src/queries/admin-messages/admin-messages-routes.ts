import { adminMessageListSchema, adminMessagesQuerySchema, messageChangedSchema, messageIdSchema } from '@parley/contracts';
import { RpcError } from '@parley/messaging';
import { type App, administratorsOnly, operation, ProblemError } from '@parley/service-kit';
import { z } from 'zod';
import { changeMessage } from '../../commands/change-message/change-message.ts';
import type { MessagesDependencies } from '../../dependencies.ts';
import { messageExample } from '../examples.ts';
import { adminMessages } from './admin-messages.ts';

/** Every look at content is written down before anything is shown, every deletion before anything is deleted; or neither happens. */
export function adminMessagesRoutes(app: App, dependencies: MessagesDependencies): void {
  const { auth, administration } = dependencies;
  const preHandler = administratorsOnly({ auth, isAdministrator: (...asked) => asProblem(administration.isAdministrator(...asked)) });
  const example = {
    items: [{ ...messageExample, room: { id: messageExample.room_id, type: 'group', name: 'Engine room' }, deleted_at: null }],
    next_cursor: null,
    has_more: false,
  };
  app.get(
    '/api/v1/admin/messages',
    {
      preHandler,
      schema: operation({
        tags: ['Administration'],
        summary: 'Messages of every room',
        description: 'Newest first, by room, person and time. The look itself is audited.',
        auth: true,
        querystring: adminMessagesQuerySchema,
        response: { 200: { schema: adminMessageListSchema, example } },
        errors: ['forbidden'],
      }),
    },
    async (request) => {
      const { room_id, sender_id, since, until, limit, cursor } = request.query;
      const asked = { sender_id, since, until, limit: String(limit), page: cursor === undefined ? 'first' : 'further' };
      const act = {
        actor_id: request.actor.userId,
        action: 'messages.viewed',
        target_type: room_id === undefined ? ('system' as const) : ('room' as const),
        target_id: room_id ?? null,
        detail: Object.fromEntries(Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
      };
      await asProblem(administration.recordAct(act, request.traceparent));
      return adminMessages(dependencies, request.query);
    },
  );
  app.delete(
    '/api/v1/admin/messages/:id',
    {
      preHandler,
      schema: operation({
        tags: ['Administration'],
        summary: 'Delete a message of any room',
        description: 'As its sender would: the text is erased everywhere, its place in the log stays. Audited.',
        auth: true,
        params: z.object({ id: messageIdSchema }),
        response: { 200: { schema: messageChangedSchema, example: { seq: 4713 } } },
        errors: ['forbidden', 'not_found'],
      }),
    },
    async (request) => {
      const messageId = request.params.id;
      const found = await dependencies.db
        .selectFrom('messages')
        .select('room_id')
        .where('message_id', '=', messageId)
        .where('message_type', '=', 'text')
        .executeTakeFirst();
      if (!found) throw new ProblemError('not_found', 'There is no such message');
      const { userId } = request.actor;
      const act = { actor_id: userId, action: 'message.deleted', target_type: 'message' as const, target_id: messageId };
      await asProblem(administration.recordAct({ ...act, detail: { room_id: found.room_id } }, request.traceparent));
      const target = { userId, roomId: found.room_id, messageId };
      return changeMessage(dependencies, target, { kind: 'delete' }, { asAdministrator: true, traceparent: request.traceparent });
    },
  );
}

/** What `auth` refuses is refused here; that it does not answer, too. */
async function asProblem<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof RpcError) throw new ProblemError(error.code, undefined, { cause: error });
    throw error;
  }
}
