import type { Transaction } from 'kysely';
import type { MediaTables } from '../media-database.ts';

/** Everything of a room or person is to go. How much that is nobody knows here, so a loop does it, in transactions of its own. */
export async function dueErasure(trx: Transaction<MediaTables>, kind: 'room' | 'user', subjectId: string): Promise<void> {
  const row = { kind, subject_id: subjectId, due_at: new Date(0) };
  await trx
    .insertInto('due_erasures')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
