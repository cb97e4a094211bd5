import type { RoomId, readCursorsRpc, UserId } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import type { z } from 'zod';
import type { MessagesDatabase } from '../../messages-database.ts';

type Places = z.infer<typeof readCursorsRpc.request>['places'];
type Cursor = { user_id: UserId; room_id: RoomId; last_read_seq: number };

/** How far people have read in rooms that they are in: at least up to where they came in. */
export async function readCursors(db: Kysely<MessagesDatabase>, places: Places): Promise<Cursor[]> {
  const { rows } = await sql<Cursor>`
    select p.user_id, p.room_id, greatest(coalesce(c.last_read_seq, 0), p.joined_seq) as last_read_seq
      from unnest(${places.map(({ user_id }) => user_id)}::uuid[], ${places.map(({ room_id }) => room_id)}::uuid[]) as w (user_id, room_id)
      join room_members p on p.room_id = w.room_id and p.user_id = w.user_id and p.left_seq is null
      join rooms r on r.room_id = p.room_id and r.closed_at is null
      left join read_cursors c on c.user_id = p.user_id and c.room_id = p.room_id`.execute(db);
  return rows;
}
