import { type NotificationId, type NotificationList, notificationIdSchema, timeSchema, type UserId } from '@parley/contracts';
import { ProblemError } from '@parley/service-kit';
import { sql } from 'kysely';
import { z } from 'zod';
import { countUnread, showNotices } from '../notices/show-notices.ts';
import type { NotificationsDatabase } from '../notifications-database.ts';

export type ListPage = { cursor: string | undefined; limit: number; onlyUnread: boolean };
type Place = { updated_at: Date; notice_id: NotificationId };

/** Newest first; one index, whatever the length of the list. */
export async function listNotifications(db: NotificationsDatabase, userId: UserId, page: ListPage): Promise<NotificationList> {
  const before = page.cursor === undefined ? undefined : decode(page.cursor);
  const found = await db
    .selectFrom('notices')
    .select(['notice_id', 'updated_at'])
    .where('user_id', '=', userId)
    .where('delivered_at', 'is not', null)
    .where('withdrawn_at', 'is', null)
    .$if(page.onlyUnread, (query) => query.where('read_at', 'is', null))
    .$if(before !== undefined, (query) =>
      query.where(sql<boolean>`(updated_at, notice_id) < (${before?.updated_at}::timestamptz, ${before?.notice_id}::uuid)`),
    )
    .orderBy('updated_at', 'desc')
    .orderBy('notice_id', 'desc')
    .limit(page.limit + 1)
    .execute();
  const rows = found.slice(0, page.limit);
  const has_more = found.length > page.limit;
  const last = rows.at(-1);
  const shown = await showNotices(
    db,
    rows.map(({ notice_id }) => notice_id),
  );
  const unread_count = (await countUnread(db, [userId])).get(userId) ?? 0;
  const next_cursor = has_more && last !== undefined ? encode(last) : null;
  return { items: shown.map(({ notification }) => notification), next_cursor, has_more, unread_count };
}

const placeSchema = z.tuple([timeSchema, notificationIdSchema]);

function encode({ updated_at, notice_id }: Place): string {
  return Buffer.from(JSON.stringify([updated_at.toISOString(), notice_id])).toString('base64url');
}

/** @throws ProblemError validation_failed */
function decode(text: string): Place {
  try {
    const [at, notice_id] = placeSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return { updated_at: new Date(at), notice_id };
  } catch {
    throw new ProblemError('validation_failed', undefined, { errors: [{ path: 'cursor', message: 'is not a cursor of this list' }] });
  }
}
