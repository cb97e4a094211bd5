import type { describeMediaRpc } from '@parley/contracts';
import type { z } from 'zod';
import type { MediaDatabase } from '../../media-database.ts';
import { toAttachment } from '../find-media.ts';

/** What this person may attach, in the order that was asked for. */
export async function describeMedia(
  db: MediaDatabase,
  { user_id, ids }: z.output<typeof describeMediaRpc.request>,
): Promise<z.input<typeof describeMediaRpc.reply>> {
  if (ids.length === 0) return { attachments: [] };
  const rows = await db
    .selectFrom('media')
    .selectAll()
    .where('media_id', 'in', ids)
    .where('owner_id', '=', user_id)
    .where('purpose', '=', 'attachment')
    .where('attached_count', '=', 0)
    .execute();
  const found = new Map(rows.map((row) => [row.media_id, row]));
  return { attachments: [...new Set(ids)].flatMap((id) => found.get(id) ?? []).map(toAttachment) };
}
