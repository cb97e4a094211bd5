import type { MediaDependencies } from '../dependencies.ts';
import { removedFiles } from '../metrics.ts';

const batch = 100;
const firstRetryMs = 30_000;
const longestRetryMs = 60 * 60_000;

/**
 * Takes files of deleted media out of the store. Forgotten only afterwards: a process that dies in between does it again.
 * Returns how many were removed.
 */
export async function removeObjects({ db, store, clock, log }: Pick<MediaDependencies, 'db' | 'store' | 'clock' | 'log'>): Promise<number> {
  const now = clock();
  const due = await db.selectFrom('object_removals').selectAll().where('due_at', '<=', now).orderBy('due_at').limit(batch).execute();
  if (due.length === 0) return 0;
  const mediaIds = due.map(({ media_id }) => media_id);
  try {
    await store.remove(mediaIds);
  } catch (error) {
    const attempts = Math.max(...due.map((row) => row.attempts)) + 1;
    const dueAt = new Date(now.getTime() + Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(attempts, 10)));
    await db.updateTable('object_removals').set({ due_at: dueAt, attempts }).where('media_id', 'in', mediaIds).execute();
    log.error({ err: error, files: mediaIds.length, attempts }, 'deleted files could not be removed from the store, trying again later');
    return 0;
  }
  await db.deleteFrom('object_removals').where('media_id', 'in', mediaIds).execute();
  removedFiles.inc(mediaIds.length);
  return mediaIds.length;
}
