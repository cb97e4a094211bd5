import type { Profile } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import type { KnownRoom } from '../../realtime/use-rooms.ts';
import { rankEntries } from './rank-entries.ts';

type Made = { unread?: number; mentions?: number; muted?: boolean; other?: { id: string; username: string } };

const room = (name: string, { unread = 0, mentions = 0, muted = false, other }: Made = {}): KnownRoom =>
  JSON.parse(
    JSON.stringify({
      id: name,
      unreadCount: unread,
      info: { name, slug: null, mention_count: mentions, muted, other_user: other ?? null },
    }),
  );
const person = (username: string): Profile => JSON.parse(JSON.stringify({ id: username, username, display_name: username }));
const ranked = (input: Partial<Parameters<typeof rankEntries>[0]>) =>
  rankEntries({ query: '', rooms: [], people: [], recent: [], currentRoom: undefined, ...input }).map(({ kind, id }) => `${kind} ${id}`);

describe('where somebody may want to go', () => {
  it('is what calls them, what waits, and where they were, before they type', () => {
    const rooms = [room('quiet'), room('here'), room('visited'), room('loud', { unread: 9, muted: true }), room('unread', { unread: 1 })];
    const called = room('called', { unread: 2, mentions: 1 });
    expect(ranked({ rooms: [...rooms, called], recent: ['here', 'visited'], currentRoom: 'here' })).toEqual([
      'room called',
      'room unread',
      'room visited',
      'room here',
      'room quiet',
      'room loud',
    ]);
  });

  it('is what fits what they type, lately visited first', () => {
    const rooms = [room('Release plan'), room('Release notes'), room('Lunch')];
    expect(ranked({ rooms, query: 'rel', recent: ['Release notes'] })).toEqual(['room Release notes', 'room Release plan']);
  });

  it('is a person, once: as the conversation with them where there is one', () => {
    const rooms = [room('Grace Hopper', { other: { id: 'grace', username: 'grace' } })];
    expect(ranked({ rooms, people: [person('grace'), person('gracia')], query: 'grac' })).toEqual(['room Grace Hopper', 'person gracia']);
  });
});
