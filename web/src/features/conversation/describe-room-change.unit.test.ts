import { describe, expect, it } from 'vitest';
import { describeRoomChange } from './describe-room-change.ts';

type Change = Parameters<typeof describeRoomChange>[0];

const before: Change = {
  name: 'Engines',
  description: 'All of them',
  picture_url: '/api/v1/media/1',
  slow_mode_seconds: 0,
  history_visibility: 'all',
  shows_receipts: false,
  is_writable: true,
  changed: [],
  actor: null,
};

describe('a change of a conversation, in words', () => {
  it.each<[Partial<Change>, string]>([
    [{ changed: ['name'] }, 'Ada named the conversation “Engines”'],
    [{ changed: ['description'] }, 'Ada changed the description'],
    [{ changed: ['description'], description: null }, 'Ada removed the description'],
    [{ changed: ['picture_url'] }, 'Ada changed the picture'],
    [{ changed: ['slow_mode_seconds'] }, 'Ada turned slow mode off'],
    [{ changed: ['slow_mode_seconds'], slow_mode_seconds: 30 }, 'Ada turned slow mode on: one message every 30 seconds'],
    [{ changed: ['slow_mode_seconds'], slow_mode_seconds: 60 }, 'Ada turned slow mode on: one message every minute'],
    [{ changed: ['slow_mode_seconds'], slow_mode_seconds: 7_200 }, 'Ada turned slow mode on: one message every 2 hours'],
    [{ changed: ['history_visibility'], history_visibility: 'joined' }, 'Ada made the history visible from joining on'],
    [{ changed: ['shows_receipts'], shows_receipts: true }, 'Ada turned read receipts on'],
    [{ changed: ['name', 'picture_url', 'slow_mode_seconds'] }, 'Ada changed the name, picture and slow mode'],
    [{ changed: ['is_writable'], name: null, is_writable: false }, 'Nobody can write here any more'],
    [{ changed: ['is_writable'], name: null }, 'You can write to each other again'],
    [{ changed: [] }, 'Ada changed the conversation'],
  ])('%o', (change, words) => {
    expect(describeRoomChange({ ...before, ...change }, 'Ada')).toBe(words);
  });
});
