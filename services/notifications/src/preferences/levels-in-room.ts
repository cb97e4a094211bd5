import type { NotificationLevel, RoomId, UserId } from '@parley/contracts';
import { sql } from 'kysely';
import type { Trx } from '../notifications-database.ts';

export type Wish = { level: NotificationLevel; reactions: boolean };

/** What people want to hear from a room; who has muted it is left out. */
export async function levelsInRoom(
  trx: Trx,
  { roomId, direct, userIds, now }: { roomId: RoomId; direct: boolean; userIds: readonly UserId[]; now: Date },
): Promise<Map<UserId, Wish>> {
  if (userIds.length === 0) return new Map();
  const general = direct ? sql`coalesce(p.direct_messages, 'all')` : sql`coalesce(p.rooms, 'mentions')`;
  const { rows } = await sql<Wish & { user_id: UserId }>`
    select w.user_id, coalesce(l.level, ${general}) as level, coalesce(p.reactions, false) as reactions
      from unnest(${[...userIds]}::uuid[]) as w (user_id)
      left join preferences p on p.user_id = w.user_id
      left join room_levels l on l.user_id = w.user_id and l.room_id = ${roomId}
     where not exists (
       select from mutes m where m.user_id = w.user_id and m.room_id = ${roomId} and (m.muted_until is null or m.muted_until > ${now}))`.execute(
    trx,
  );
  return new Map(rows.map(({ user_id, ...wish }) => [user_id, wish]));
}
