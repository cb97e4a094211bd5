import type { RoomDetail } from '@parley/contracts';
import { pluralOf } from './plural.ts';

const plural = pluralOf('en');

const nouns: Record<RoomDetail, string> = {
  name: 'name',
  description: 'description',
  picture_url: 'picture',
  slow_mode_seconds: 'slow mode',
  history_visibility: 'visible history',
  shows_receipts: 'read receipts',
  is_writable: 'writing',
};

/** What can change about a conversation, in the line that tells it and where one would write: a part of `texts`. */
export const roomChangeTexts = {
  closed: 'Nobody can write here any more',
  opened: 'You can write to each other again',
  cannotWrite: 'You can’t write to each other in this conversation. What was said stays readable.',
  renamed: (actor: string, name: string) => `${actor} named the conversation “${name}”`,
  description: (actor: string, isGone: boolean) => `${actor} ${isGone ? 'removed' : 'changed'} the description`,
  picture: (actor: string, isGone: boolean) => `${actor} ${isGone ? 'removed' : 'changed'} the picture`,
  slowMode: (actor: string, seconds: number) =>
    seconds === 0 ? `${actor} turned slow mode off` : `${actor} turned slow mode on: one message every ${span(seconds)}`,
  history: (actor: string, isAll: boolean) =>
    isAll ? `${actor} made the whole history visible to all members` : `${actor} made the history visible from joining on`,
  receipts: (actor: string, isOn: boolean) => `${actor} turned read receipts ${isOn ? 'on' : 'off'}`,
  several: (actor: string, details: readonly RoomDetail[]) => {
    const words = details.map((detail) => nouns[detail]);
    return `${actor} changed the ${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
  },
  changed: (actor: string) => `${actor} changed the conversation`,
};

function span(seconds: number): string {
  if (seconds % 3_600 === 0) return plural(seconds / 3_600, { one: 'hour', other: `${seconds / 3_600} hours` });
  if (seconds % 60 === 0) return plural(seconds / 60, { one: 'minute', other: `${seconds / 60} minutes` });
  return plural(seconds, { one: 'second', other: `${seconds} seconds` });
}
