import { mediaIdIn, userIdSchema } from '@parley/contracts';
import type { ConsumedEvent } from '@parley/messaging';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { MediaTables } from '../media-database.ts';
import { showPicture } from './current-picture.ts';
import { dueErasure } from './due-erasure.ts';

const profile = z.object({ user_id: userIdSchema, data: z.object({ avatar_url: z.string().nullable() }) });
const person = z.object({ user_id: userIdSchema });

/** `auth` → whose avatar is what. A deleted account takes its avatar and its unused uploads along. */
export async function applyUserEvent(trx: Transaction<MediaTables>, event: ConsumedEvent): Promise<void> {
  switch (event.type) {
    case 'user.registered':
    case 'user.profile_changed': {
      const { user_id, data } = profile.parse(JSON.parse(event.payload));
      return showPicture(trx, { kind: 'user', subjectId: user_id, mediaId: mediaIdIn(data.avatar_url) });
    }
    case 'user.deleted': {
      const { user_id } = person.parse(JSON.parse(event.payload));
      await showPicture(trx, { kind: 'user', subjectId: user_id, mediaId: undefined });
      return dueErasure(trx, 'user', user_id);
    }
  }
}
