import type { RoomUpdated } from './events/message-events.ts';
import type { RoomDetail } from './events/room-detail.ts';

const nouns: Record<RoomDetail, string> = {
  name: 'name',
  description: 'description',
  picture_url: 'picture',
  slow_mode_seconds: 'slow mode',
  history_visibility: 'visible history',
  shows_receipts: 'read receipts',
  is_writable: 'writing',
};

/** What somebody did to a room, in words that follow their name: one change by its value, several by what they are about. */
export function describeRoomChange({ changed, ...now }: RoomUpdated['data']): string {
  const [only, ...more] = changed;
  if (only === undefined) return 'changed the room';
  if (more.length > 0) return `changed ${listOf(changed.map((detail) => nouns[detail]))} of the room`;
  switch (only) {
    case 'name':
      return `changed the room to “${now.name ?? ''}”`;
    case 'description':
      return now.description === null ? 'removed the description' : 'changed the description';
    case 'picture_url':
      return now.picture_url === null ? 'removed the picture' : 'changed the picture';
    case 'slow_mode_seconds':
      return now.slow_mode_seconds === 0 ? 'turned slow mode off' : `set slow mode to ${now.slow_mode_seconds} s`;
    case 'history_visibility':
      return now.history_visibility === 'all' ? 'made the history visible to all members' : 'made the history visible from joining on';
    case 'shows_receipts':
      return now.shows_receipts ? 'turned read receipts on' : 'turned read receipts off';
    default:
      return 'changed the room';
  }
}

function listOf(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
