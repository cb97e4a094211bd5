import { type Notification, type NotificationId, notificationSchema, type Profile, type RoomType, type UserId } from '@parley/contracts';
import { sql } from 'kysely';
import type { NotificationsDatabase, NotificationsTables } from '../notifications-database.ts';

type Row = Omit<NotificationsTables['notices'], 'due_at' | 'group_key'> & {
  actor_id: UserId | null;
  message_seq: number | null;
  message_id: string | null;
  excerpt: string | null;
  detail: string | null;
  username: string | null;
  display_name: string | null;
  avatar_url: string | null;
  room_type: RoomType | null;
  room_name: string | null;
};

/** Notices as people see them, with the last cause that still holds. In the order of `ids`; one that holds no more is left out. */
export async function showNotices(
  db: NotificationsDatabase,
  ids: readonly NotificationId[],
): Promise<Array<{ userId: UserId; notification: Notification }>> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Row>`
    select n.notice_id, n.user_id, n.kind, n.room_id, n.count, n.created_at, n.updated_at, n.read_at, n.delivered_at, n.withdrawn_at,
           c.actor_id, c.message_seq, c.message_id, c.excerpt, c.detail, u.username, u.display_name, u.avatar_url,
           r.type as room_type, r.name as room_name
      from unnest(${[...ids]}::uuid[]) with ordinality as wanted (notice_id, place)
      join notices n using (notice_id)
      join lateral (
        select * from causes where notice_id = n.notice_id and not withdrawn order by happened_at desc, seq desc limit 1
      ) c on true
      left join users u on u.user_id = c.actor_id
      left join rooms r on r.room_id = n.room_id
     where n.withdrawn_at is null
     order by wanted.place`.execute(db);
  return rows.map((row) => ({ userId: row.user_id, notification: toNotification(row) }));
}

function toNotification(row: Row): Notification {
  const { kind, detail, room_id } = row;
  return notificationSchema.parse({
    id: row.notice_id,
    kind,
    count: row.count,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
    read_at: row.read_at?.toISOString() ?? null,
    actor: actorOf(row),
    room: room_id === null || row.room_type === null ? null : { id: room_id, type: row.room_type, name: row.room_name },
    message: row.message_id === null ? null : { id: row.message_id, seq: row.message_seq, excerpt: row.excerpt ?? '' },
    emoji: kind === 'reaction' ? detail : null,
    role: kind === 'role_changed' ? detail : null,
    friend_request_id: kind === 'friend_request' || kind === 'friend_accepted' ? detail : null,
    security: kind === 'security' ? detail : null,
  });
}

/** Whoever is not known (any more) is somebody whose account is gone. */
function actorOf({ actor_id: id, username, display_name, avatar_url }: Row): Profile | null {
  if (id === null) return null;
  if (username === null) return { id, username: 'deleted_user', display_name: 'Deleted user', avatar_url: null };
  return { id, username, display_name: display_name ?? username, avatar_url };
}

export async function countUnread(db: NotificationsDatabase, userIds: readonly UserId[]): Promise<Map<UserId, number>> {
  if (userIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('notices')
    .select(['user_id', (eb) => eb.fn.countAll<string>().as('unread')])
    .where('user_id', 'in', userIds)
    .where('delivered_at', 'is not', null)
    .where('withdrawn_at', 'is', null)
    .where('read_at', 'is', null)
    .groupBy('user_id')
    .execute();
  return new Map(rows.map(({ user_id, unread }) => [user_id, Number(unread)]));
}
