import type { ReadyRoom } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import type { MessagesDatabase } from '../../messages-database.ts';

type MemberRoom = ReadyRoom & { mention_count: number; is_writable: boolean };

/**
 * The rooms that a person is in now (or the one asked for), with head and how far they have read. One query, one snapshot:
 * `migrations/0082_counts_in_one_plan.sql`.
 */
export async function memberRooms(db: Kysely<MessagesDatabase>, userId: string, roomId?: string): Promise<MemberRoom[]> {
  const { rows } = await sql<MemberRoom>`select * from member_rooms(${userId}, ${roomId ?? null})`.execute(db);
  return rows;
}
