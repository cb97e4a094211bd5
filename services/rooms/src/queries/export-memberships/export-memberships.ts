import { type ExportedMembership, type exportMembershipsRpc, roomIdSchema } from '@parley/contracts';
import { RpcRefusal } from '@parley/messaging';
import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { RoomsDatabase } from '../../rooms-database.ts';

/** The rooms that a person is in, for their export: a range of an index, by room. */
export async function exportMemberships(
  db: Kysely<RoomsDatabase>,
  { user_id, after, limit }: z.infer<typeof exportMembershipsRpc.request>,
): Promise<{ items: ExportedMembership[]; next: string | null }> {
  const last = after === undefined ? undefined : roomIdSchema.safeParse(after);
  if (last?.success === false) throw new RpcRefusal('validation_failed', 'after: not a room');
  const rows = await db
    .selectFrom('memberships as mine')
    .innerJoin('rooms as room', 'room.id', 'mine.room_id')
    .where('mine.user_id', '=', user_id)
    .$if(last !== undefined, (query) => query.where('mine.room_id', '>', roomIdSchema.parse(after)))
    .orderBy('mine.room_id')
    .limit(limit)
    .select(['mine.room_id', 'room.type', 'room.name', 'mine.role', 'mine.joined_at'])
    .execute();
  const items = rows.map(({ joined_at, ...row }) => ({ ...row, joined_at: joined_at.toISOString() }));
  return { items, next: rows.length < limit ? null : (rows.at(-1)?.room_id ?? null) };
}
