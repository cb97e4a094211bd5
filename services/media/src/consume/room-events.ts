import { mediaIdSchema, roomIdSchema } from '@parley/contracts';
import type { ConsumedEvent } from '@parley/messaging';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { MediaTables } from '../media-database.ts';
import { showPicture } from './current-picture.ts';
import { dueErasure } from './due-erasure.ts';

/** Absent in events from before rooms had pictures. */
const details = z.object({ room_id: roomIdSchema, data: z.object({ picture_id: mediaIdSchema.nullish() }) });
const room = z.object({ room_id: roomIdSchema });

/** `rooms` → which room shows what. */
export async function applyRoomEvent(trx: Transaction<MediaTables>, event: ConsumedEvent): Promise<void> {
  switch (event.type) {
    case 'room.created':
    case 'room.details_changed': {
      const { room_id, data } = details.parse(JSON.parse(event.payload));
      if (data.picture_id === undefined) return;
      return showPicture(trx, { kind: 'room', subjectId: room_id, mediaId: data.picture_id ?? undefined });
    }
    case 'room.deleted': {
      const { room_id } = room.parse(JSON.parse(event.payload));
      await showPicture(trx, { kind: 'room', subjectId: room_id, mediaId: undefined });
      return dueErasure(trx, 'room', room_id);
    }
  }
}
