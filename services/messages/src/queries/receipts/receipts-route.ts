import { receiptsSchema, roomIdSchema, type UserId } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import { sql } from 'kysely';
import { z } from 'zod';
import type { MessagesDependencies } from '../../dependencies.ts';
import { requireMembership } from '../require-membership.ts';
import { lastReadExpression } from '../unread-count.ts';
import { showsReceipts } from './shows-receipts.ts';

/**
 * Who writes has read what they answer: the last message of their own counts, where nothing unread lies before it. Their cursor itself
 * stays where they have read to (decision 85). Two index look-ups a member.
 */
const receiptExpression = sql<number>`(
  select case when own.seq > place.seq and not exists (
      select from messages u
      where u.room_id = m.room_id and u.message_type = 'text' and u.deleted_at is null and u.sender_id <> m.user_id
        and u.seq > place.seq and u.seq < own.seq
    ) then own.seq else place.seq end
  from (select ${lastReadExpression} as seq) place,
    (select max(w.seq) as seq from messages w where w.room_id = m.room_id and w.sender_id = m.user_id and w.message_type = 'text') own
)`;

type Row = { user_id: UserId; last_read_seq: number; last_read_at: Date | null };

export function receiptsRoute(app: App, dependencies: MessagesDependencies): void {
  const { db, auth } = dependencies;
  app.get(
    '/api/v1/rooms/:id/receipts',
    {
      preHandler: auth,
      schema: operation({
        tags: ['Messages'],
        summary: 'How far the members have read',
        description:
          'Where the room shows it (a setting) and has at most 100 members. Kept current by `read.updated`; who posts has read what is before.',
        auth: true,
        params: z.object({ id: roomIdSchema }),
        response: {
          200: {
            schema: receiptsSchema,
            example: {
              shows_receipts: true,
              receipts: [
                { user_id: '0199f3a0-0000-7000-8000-0000000000a1', last_read_seq: 4712, last_read_at: '2026-11-20T12:00:00.000Z' },
              ],
            },
          },
        },
        errors: ['not_a_member', 'room_not_found'],
      }),
    },
    async (request) => {
      const roomId = request.params.id;
      await requireMembership(dependencies, request.actor.userId, roomId);
      if (!(await showsReceipts(db, roomId))) return { shows_receipts: false, receipts: [] };
      const { rows } = await sql<Row>`
        select m.user_id, ${receiptExpression} as last_read_seq, c.last_read_at
        from room_members m left join read_cursors c on c.user_id = m.user_id and c.room_id = m.room_id
        where m.room_id = ${roomId} and m.left_seq is null order by m.joined_seq`.execute(db);
      const receipts = rows.map((row) => ({ ...row, last_read_at: row.last_read_at?.toISOString() ?? null }));
      return { shows_receipts: true, receipts };
    },
  );
}
