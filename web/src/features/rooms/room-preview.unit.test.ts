import { applySummary, openRoomState } from '@parley/client';
import type { RoomSummary } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { isKnown, type KnownRoom, sortByActivity } from '../../realtime/use-rooms.ts';
import { matchRooms, roomPreview } from './room-preview.ts';

function room(change: Partial<Omit<RoomSummary, 'id'>> & { id?: string } = {}): KnownRoom {
  const summary = JSON.parse(
    JSON.stringify({
      id: 'room-1',
      type: 'group',
      is_direct: false,
      name: 'Engine room',
      slug: null,
      description: null,
      picture_url: null,
      member_count: 3,
      role: 'member',
      muted: false,
      last_message: {
        content: '**Steam** is\n\n up',
        sender_username: 'grace',
        sender_display_name: 'Grace Hopper',
        created_at: '2026-11-20T12:00:00.000Z',
        seq: 4,
      },
      last_activity_at: '2026-11-20T12:00:00.000Z',
      unread_count: 0,
      mention_count: 0,
      last_read_seq: 4,
      head: 4,
      other_user: null,
      created_at: '2026-11-19T12:00:00.000Z',
      ...change,
    }),
  );
  const state = applySummary(openRoomState(summary, 'me'), summary);
  if (!isKnown(state)) throw new Error('a summary makes a room known');
  return state;
}

describe('a preview', () => {
  it('says who wrote, on one line', () => {
    expect(roomPreview(room(), 'ada', [])).toBe('Grace Hopper: Steam is up');
    expect(roomPreview(room({ type: 'direct' }), 'ada', [])).toBe('Steam is up');
    expect(roomPreview(room(), 'grace', [])).toBe('You: Steam is up');
    expect(roomPreview(room({ last_message: null }), 'ada', [])).toBe('No messages yet');
  });

  it('says who is typing instead', () => {
    const typists = ['grace', 'alan', 'edsger'].map((username) => ({ userId: username, username }));
    expect(roomPreview(room(), 'ada', typists.slice(0, 1))).toBe('grace is typing…');
    expect(roomPreview(room(), 'ada', typists.slice(0, 2))).toBe('grace and alan are typing…');
    expect(roomPreview(room(), 'ada', typists)).toBe('3 people are typing…');
  });
});

describe('the list', () => {
  it('has the latest activity first', () => {
    const rooms = ['2026-11-20T12:00:00.000Z', '2026-11-21T12:00:00.000Z', '2026-11-19T12:00:00.000Z'].map((last_activity_at, number) =>
      room({ id: `room-${number}`, last_activity_at }),
    );
    expect(sortByActivity(rooms).map(({ id }) => id)).toEqual(['room-1', 'room-0', 'room-2']);
  });

  it('finds rooms by any of their words', () => {
    const rooms = [room(), room({ id: 'room-2', name: 'Weekend hike' })];
    expect(matchRooms(rooms, 'hike week').map(({ id }) => id)).toEqual(['room-2']);
    expect(matchRooms(rooms, ' ')).toHaveLength(2);
  });
});
