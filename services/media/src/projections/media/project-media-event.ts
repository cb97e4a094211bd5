import { assertNever, mediaIdSchema } from '@parley/contracts';
import type { MediaEvent } from '../../domain/media-events.ts';
import type { MediaDatabase } from '../../media-database.ts';

/** `media` and `attachments` after one more event. Runs in the transaction that appends the event, and in rebuilds. */
export async function projectMediaEvent(db: MediaDatabase, streamId: string, event: MediaEvent): Promise<void> {
  const mediaId = mediaIdSchema.parse(streamId);
  switch (event.type) {
    case 'MediaUploaded': {
      const { at, ...data } = event.data;
      const row = { ...data, media_id: mediaId, uploaded_at: new Date(at), claimed_at: null, claimed_room_id: null };
      await db.insertInto('media').values(row).execute();
      return;
    }
    case 'MediaAttached': {
      const { at: _, ...data } = event.data;
      await db
        .insertInto('attachments')
        .values({ ...data, media_id: mediaId })
        .execute();
      await countAttachments(db, mediaId, 1);
      return;
    }
    case 'MediaDetached':
      await db.deleteFrom('attachments').where('media_id', '=', mediaId).where('message_id', '=', event.data.message_id).execute();
      await countAttachments(db, mediaId, -1);
      return;
    case 'MediaClaimed': {
      const claimed = { claimed_at: new Date(event.data.at), claimed_room_id: event.data.room_id };
      await db.updateTable('media').set(claimed).where('media_id', '=', mediaId).execute();
      return;
    }
    case 'MediaDeleted':
      await db.deleteFrom('attachments').where('media_id', '=', mediaId).execute();
      await db.deleteFrom('media').where('media_id', '=', mediaId).execute();
      return;
    default:
      return assertNever(event);
  }
}

async function countAttachments(db: MediaDatabase, mediaId: string, by: 1 | -1): Promise<void> {
  await db
    .updateTable('media')
    .set((eb) => ({ attached_count: eb('attached_count', '+', by) }))
    .where('media_id', '=', mediaIdSchema.parse(mediaId))
    .execute();
}
