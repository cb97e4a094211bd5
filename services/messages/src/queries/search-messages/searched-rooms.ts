import { type Kysely, sql } from 'kysely';
import type { MessagesDatabase } from '../../messages-database.ts';
import type { SearchedRoom } from './find-candidates.ts';

/** A person in more rooms than this searches the most recently active ones. */
const roomsMax = 5_000;

/** The rooms that a person is in now, and from where on each is theirs to read. */
export async function searchedRooms(db: Kysely<MessagesDatabase>, userId: string, roomId?: string): Promise<SearchedRoom[]> {
  const { rows } = await sql<SearchedRoom>`
    select m.room_id, case r.history_visibility when 'joined' then m.joined_seq else 0 end as from_seq
    from room_members m join rooms r on r.room_id = m.room_id
    where m.user_id = ${userId} and m.left_seq is null and r.closed_at is null
      and m.room_id = coalesce(${roomId ?? null}::uuid, m.room_id)
    order by r.last_activity_at desc limit ${roomsMax}`.execute(db);
  return rows;
}
