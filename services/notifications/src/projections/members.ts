import type { RoomId, RoomType, UserId } from '@parley/contracts';
import { sql } from 'kysely';
import type { Trx } from '../notifications-database.ts';

/** Whoever comes in hears of all or not, by their general level: that of a room comes with the membership and goes with it. */
export async function addMembers(
  trx: Trx,
  { roomId, type, userIds }: { roomId: RoomId; type: RoomType; userIds: readonly UserId[] },
): Promise<void> {
  await sql`
    insert into members (room_id, user_id, wants_all)
    select ${roomId}, u.user_id, ${type !== 'direct'} and coalesce(p.rooms, 'mentions') = 'all'
      from unnest(${[...userIds]}::uuid[]) as u (user_id)
      left join preferences p on p.user_id = u.user_id
    on conflict do nothing`.execute(trx);
}

export async function removeMember(trx: Trx, roomId: RoomId, userId: UserId): Promise<void> {
  for (const table of ['members', 'mutes', 'room_levels'] as const) {
    await trx.deleteFrom(table).where('room_id', '=', roomId).where('user_id', '=', userId).execute();
  }
}

/** After a change of levels: for a person's memberships, whether a plain message is for them. */
export async function refreshWishes(trx: Trx, userId: UserId): Promise<void> {
  await sql`
    update members m set wants_all = w.wants_all
      from (
        select k.room_id, r.type <> 'direct' and coalesce(l.level, p.rooms, 'mentions') = 'all' as wants_all
          from members k
          join rooms r on r.room_id = k.room_id
          left join preferences p on p.user_id = k.user_id
          left join room_levels l on l.user_id = k.user_id and l.room_id = k.room_id
         where k.user_id = ${userId}
      ) w
     where m.user_id = ${userId} and m.room_id = w.room_id and m.wants_all is distinct from w.wants_all`.execute(trx);
}
