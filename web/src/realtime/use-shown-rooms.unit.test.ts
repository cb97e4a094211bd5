import { expect, it } from 'vitest';
import type { KnownRoom } from './use-rooms.ts';
import { isWaiting, neighbourOf } from './use-shown-rooms.ts';

const room = (id: string, unreadCount = 0, muted = false, mentions = 0): KnownRoom =>
  JSON.parse(JSON.stringify({ id, unreadCount, info: { muted, mention_count: mentions } }));
const rooms = [room('a'), room('b', 3), room('c', 1, true), room('d', 1, true, 1)];

it('goes round the list, in both directions', () => {
  expect(neighbourOf(rooms, 'a', 1)).toBe('b');
  expect(neighbourOf(rooms, 'd', 1)).toBe('a');
  expect(neighbourOf(rooms, 'a', -1)).toBe('d');
  expect(neighbourOf(rooms, undefined, 1)).toBe('a');
  expect(neighbourOf(rooms, undefined, -1)).toBe('d');
  expect(neighbourOf([], 'a', 1)).toBeUndefined();
});

it('stops only where something waits: not in a muted room, unless it calls the person', () => {
  expect(neighbourOf(rooms, 'a', 1, isWaiting)).toBe('b');
  expect(neighbourOf(rooms, 'b', 1, isWaiting)).toBe('d');
  expect(neighbourOf([room('a'), room('b', 1)], 'b', 1, isWaiting)).toBeUndefined();
});
