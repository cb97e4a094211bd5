import type { Notice } from '@parley/client';
import { roomChangeTexts as texts } from '../../texts/room-change-texts.ts';

type RoomUpdated = Extract<Notice, { type: 'room.updated' }>;

/** What became of a conversation; `actor` is how the one who did it is called. Who closed one for writing is not told. */
export function describeRoomChange({ changed, ...now }: RoomUpdated['data'], actor: string): string {
  if (!now.is_writable) return texts.closed;
  const [only, ...more] = changed;
  if (only === undefined) return texts.changed(actor);
  if (more.length > 0) return texts.several(actor, changed);
  switch (only) {
    case 'is_writable':
      return texts.opened;
    case 'name':
      return now.name === null ? texts.changed(actor) : texts.renamed(actor, now.name);
    case 'description':
      return texts.description(actor, now.description === null);
    case 'picture_url':
      return texts.picture(actor, now.picture_url === null);
    case 'slow_mode_seconds':
      return texts.slowMode(actor, now.slow_mode_seconds);
    case 'history_visibility':
      return texts.history(actor, now.history_visibility === 'all');
    case 'shows_receipts':
      return texts.receipts(actor, now.shows_receipts);
    default:
      // A newer server's detail.
      return texts.changed(actor);
  }
}
