import type { MediaId } from '@parley/contracts';
import type { Transaction } from 'kysely';
import type { MediaTables } from '../media-database.ts';

type Shown = { kind: 'user' | 'room'; subjectId: string; mediaId: MediaId | undefined };

/** What a person or room shows from now on. What was shown before is swept a while later. */
export async function showPicture(trx: Transaction<MediaTables>, { kind, subjectId, mediaId }: Shown): Promise<void> {
  if (mediaId === undefined) {
    await trx.deleteFrom('current_pictures').where('kind', '=', kind).where('subject_id', '=', subjectId).execute();
    return;
  }
  await trx
    .insertInto('current_pictures')
    .values({ kind, subject_id: subjectId, media_id: mediaId })
    .onConflict((conflict) => conflict.columns(['kind', 'subject_id']).doUpdateSet({ media_id: mediaId }))
    .execute();
}
