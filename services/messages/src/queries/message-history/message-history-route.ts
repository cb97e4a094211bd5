import { limits, messageParamsSchema, messageVersionsSchema, type Seq } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { MessagesDependencies } from '../../dependencies.ts';
import { findMessage } from '../find-message.ts';
import { requireMembership } from '../require-membership.ts';

/** Every text that a message had. There are at most 101: edits are counted. */
export function messageHistoryRoute(app: App, dependencies: MessagesDependencies): void {
  app.get(
    '/api/v1/rooms/:id/messages/:message_id/history',
    {
      preHandler: dependencies.auth,
      schema: operation({
        tags: ['Messages'],
        summary: 'Versions of an edited message',
        description: 'Of a deleted message there are none.',
        auth: true,
        params: messageParamsSchema,
        response: { 200: messageVersionsSchema },
        errors: ['not_a_member', 'room_not_found', 'not_found'],
      }),
    },
    async (request) => {
      const { id: roomId, message_id: messageId } = request.params;
      await requireMembership(dependencies, request.actor.userId, roomId);
      return messageHistory(dependencies.db, { roomId, messageId, userId: request.actor.userId });
    },
  );
}

type Asked = { roomId: string; messageId: string; userId: string };

export async function messageHistory(db: MessagesDependencies['db'], { roomId, messageId, userId }: Asked) {
  const message = await findMessage(db, roomId, messageId, { userId });
  if (message.deleted_at) return { versions: [] };
  if (!message.edited_at) return { versions: [toVersion({ seq: message.seq, content: message.content, written_at: message.created_at })] };
  const rows = await db
    .selectFrom('message_versions')
    .select(['seq', 'content', 'written_at'])
    .where('room_id', '=', roomId)
    .where('message_seq', '=', message.seq)
    .orderBy('seq')
    .limit(limits.editsMax + 1)
    .execute();
  return { versions: rows.map(toVersion) };
}

function toVersion(row: { seq: number; content: string | null; written_at: Date }) {
  return { seq: row.seq as Seq, content: row.content ?? '', written_at: row.written_at.toISOString() };
}
