import { publishedRelationshipEventSchema, publishedRoomEventSchema } from '@parley/contracts';
import type { StoredEvent } from '@parley/event-store';
import { describe, expect, it } from 'vitest';
import { friendshipEventVersions } from '../domain/friendship/friendship-events.ts';
import { upcastFriendship } from '../domain/friendship/upcast-friendship.ts';
import { evolve, initial, type RoomState } from '../domain/room.ts';
import { roomEventVersions } from '../domain/room-events.ts';
import { upcast } from '../domain/upcast.ts';
import { storedFriendshipEvents } from '../fixture/friendship-specification.ts';
import { storedRoomEvents } from '../fixture/room-event-fixtures.ts';
import { adam, mia, olga, roomId, sam, zoe } from '../fixture/room-specification.ts';
import { toPublished, toPublishedRoomEvent } from './to-published.ts';
import { toPublishedRelationshipEvent } from './to-published-relationship.ts';

const recordedAt = new Date('2026-11-20T12:00:00.123Z');
const stored = storedRoomEvents.map(
  (event, index): StoredEvent => ({
    ...event,
    tx: 700n,
    position: BigInt(index + 1),
    streamId: roomId,
    version: index + 1,
    eventId: `0199f3a0-0000-7000-8000-00000000e00${index}`,
    metadata: { actor_id: olga },
    recordedAt,
  }),
);

describe('every stored event', () => {
  it('has a fixture in each of its versions', () => {
    const wanted = Object.entries(roomEventVersions).flatMap(([type, current]) =>
      Array.from({ length: current }, (_, index) => `${type} ${index + 1}`),
    );
    expect(storedRoomEvents.map((event) => `${event.type} ${event.schemaVersion}`).sort()).toEqual(wanted.sort());
  });

  const secrets = ['InviteCreated', 'InviteAccepted', 'InviteRevoked'];
  it.each(stored.filter(({ type }) => secrets.includes(type)))('is nobody’s business outside: $type', async (event) => {
    expect(toPublishedRoomEvent(event)).toBeUndefined();
    expect(await toPublished([event])).toEqual([undefined]);
  });

  it.each(stored.filter(({ type }) => !secrets.includes(type)))('is published as the contract says: $type $schemaVersion', (event) => {
    const published = toPublishedRoomEvent(event);
    expect(publishedRoomEventSchema.parse(published)).toEqual(published);
    expect(published).toMatchObject({ room_id: roomId, actor_id: olga, at: '2026-11-20T12:00:00.123Z' });
  });

  it('evolves the room', () => {
    const states: RoomState[] = [initial];
    for (const event of storedRoomEvents) states.push(evolve(states.at(-1) ?? initial, upcast(event)));
    expect(states.at(-2)).toEqual({
      status: 'open',
      type: 'group',
      name: 'Motors',
      slug: null,
      description: 'All of them',
      pictureId: null,
      slowModeSeconds: 60,
      historyVisibility: 'joined',
      showsReceipts: false,
      memberCount: 4,
      writingClosed: null,
      members: new Map([
        [olga, 'owner'],
        [adam, 'admin'],
        [sam, 'member'],
        [zoe, 'member'],
      ]),
      mutes: new Map(),
      invites: new Map(),
    });
    const closedAt = storedRoomEvents.findIndex((event) => event.type === 'WritingClosed');
    expect(states[closedAt + 1]).toMatchObject({ writingClosed: 'blocked' });
    expect(states.at(-1)).toEqual({ status: 'deleted' });
    const before = states.at(-2);
    expect(before?.status === 'open' && before.members.has(mia)).toBe(false);
  });
});

const storedOfPairs = storedFriendshipEvents.map(
  (event, index): StoredEvent => ({
    ...event,
    tx: 700n,
    position: BigInt(index + 1),
    streamId: '0199f3a0-0000-5000-8000-0000000000f1',
    version: index + 1,
    eventId: `0199f3a0-0000-7000-8000-00000000e10${index}`,
    metadata: { actor_id: olga },
    recordedAt,
  }),
);

describe('every stored event of two people', () => {
  it('has a fixture in each of its versions', () => {
    const wanted = Object.entries(friendshipEventVersions).flatMap(([type, current]) =>
      Array.from({ length: current }, (_, index) => `${type} ${index + 1}`),
    );
    expect(storedFriendshipEvents.map((event) => `${event.type} ${event.schemaVersion}`).sort()).toEqual(wanted.sort());
  });
  it.each(storedOfPairs)('is published as the contract says: $type', async (event) => {
    const published = toPublishedRelationshipEvent(event);
    expect(publishedRelationshipEventSchema.parse(published)).toEqual(published);
    expect(await toPublished([event])).toEqual([{ type: published.type, payload: JSON.stringify(published) }]);
  });
  it('is refused in a version that this build does not know', () => {
    expect(() => upcastFriendship({ type: 'UserBlocked', schemaVersion: 2, data: {} })).toThrow('this build knows 1 to 1');
    expect(() => upcastFriendship({ type: 'RoomDeleted', schemaVersion: 1, data: {} })).toThrow('unknown friendship event type');
  });
});

describe('the mapper', () => {
  it('carries the payload as JSON text under the published type', async () => {
    const [first] = await toPublished(stored);
    expect(first?.type).toBe('room.created');
    expect(JSON.parse(first?.payload ?? '')).toMatchObject({ type: 'room.created', data: { members: [{ user_id: olga, role: 'owner' }] } });
  });
});

describe('upcast', () => {
  it('gives rooms from before there were settings what all rooms begin with', () => {
    const [created] = storedRoomEvents;
    expect(created && upcast(created)).toMatchObject({
      data: { pictureId: null, slowModeSeconds: 0, historyVisibility: 'all', showsReceipts: false },
    });
    const changed = upcast({ type: 'RoomDetailsChanged', schemaVersion: 1, data: { name: 'Motors', description: null } });
    expect(changed).toMatchObject({ data: { name: 'Motors', description: null, slowModeSeconds: 0, historyVisibility: 'all' } });
  });
  it('tells who joined of their own accord from who was added', () => {
    const old = { type: 'MembersAdded', schemaVersion: 1, data: { members: [{ userId: sam, role: 'member' }] } };
    expect(upcast({ ...old, metadata: { actor_id: sam } })).toMatchObject({ data: { via: 'joined' } });
    expect(upcast({ ...old, metadata: { actor_id: olga } })).toMatchObject({ data: { via: 'added' } });
    expect(upcast(old)).toMatchObject({ data: { via: 'added' } });
  });

  it('refuses types and versions that this build does not know', () => {
    expect(() => upcast({ type: 'RoomPainted', schemaVersion: 1, data: {} })).toThrow('unknown room event type RoomPainted');
    expect(() => upcast({ type: 'RoomDeleted', schemaVersion: 2, data: {} })).toThrow('schema version 2, this build knows 1 to 1');
  });
});
