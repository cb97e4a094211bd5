import { mediaIdSchema } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { adam, createRoom, direct, given, group, mia, olga, roomId } from '../fixture/room-specification.ts';
import { decide } from './decide.ts';
import { evolve, initial } from './room.ts';
import { initialSettings } from './room-events.ts';

describe('creating a direct room', () => {
  it('makes both people members and gives it no name of its own', () => {
    given()
      .when(createRoom({ type: 'direct', memberIds: [adam], name: 'ignored', description: 'ignored', settings: { slowModeSeconds: 5 } }))
      .then(direct);
  });
  it('does not mind that the creator is named too, or someone twice', () => {
    given()
      .when(createRoom({ type: 'direct', memberIds: [olga, adam, adam] }))
      .then(direct);
  });
  it('refuses a room with oneself', () => {
    given()
      .when(createRoom({ type: 'direct', memberIds: [olga] }))
      .thenRefused({ kind: 'DirectNeedsOneOther' });
  });
  it('refuses nobody and several', () => {
    given()
      .when(createRoom({ type: 'direct' }))
      .thenRefused({ kind: 'DirectNeedsOneOther' });
    given()
      .when(createRoom({ type: 'direct', memberIds: [adam, mia] }))
      .thenRefused({ kind: 'DirectNeedsOneOther' });
  });
  it('refuses a slug', () => {
    given()
      .when(createRoom({ type: 'direct', memberIds: [adam], slug: 'us' }))
      .thenRefused({ kind: 'SlugOnlyForChannels' });
  });
});

describe('creating a group', () => {
  const named = createRoom({ type: 'group', name: 'Engines', memberIds: [mia, olga, mia] });

  it('makes the creator its owner and counts everyone once', () => {
    const members = [
      { userId: olga, role: 'owner' as const },
      { userId: mia, role: 'member' as const },
    ];
    given()
      .when(named)
      .then({ type: 'RoomCreated', data: { type: 'group', name: 'Engines', slug: null, description: null, ...initialSettings, members } });
  });
  it('refuses a group without a name', () => {
    given()
      .when(createRoom({ type: 'group' }))
      .thenRefused({ kind: 'NameRequired' });
  });
  it('refuses a slug', () => {
    given()
      .when({ ...named, slug: 'engines' })
      .thenRefused({ kind: 'SlugOnlyForChannels' });
  });
  it('refuses people who do not exist, and names them', () => {
    given()
      .when({ ...named, memberIds: [mia, adam], unknownUserIds: new Set([adam]) })
      .thenRefused({ kind: 'UsersUnknown', userIds: [adam] });
  });
  it('refuses people who are in as many rooms as one can be in, and names them', () => {
    given()
      .when({ ...named, memberIds: [mia, adam], fullUserIds: new Set([adam]) })
      .thenRefused({ kind: 'TooManyRooms', userIds: [adam] });
  });
  it('begins with the settings that were asked for', () => {
    const members = [{ userId: olga, role: 'owner' as const }];
    const settings = { pictureId: mediaIdSchema.parse(roomId), historyVisibility: 'joined' as const };
    given()
      .when({ ...named, memberIds: [], settings })
      .then({
        type: 'RoomCreated',
        data: { type: 'group', name: 'Engines', slug: null, description: null, ...initialSettings, ...settings, members },
      });
  });
  it('throws for an id that is in use: that is a fault, not an answer', () => {
    expect(() => decide(named, evolve(initial, group()))).toThrow('a room is created once');
  });
});

describe('creating a channel', () => {
  const named = createRoom({ type: 'channel', name: 'Größe & Maß!', description: 'Units' });
  const members = [{ userId: olga, role: 'owner' as const }];
  const created = { type: 'channel' as const, name: 'Größe & Maß!', description: 'Units', ...initialSettings, members };

  it('takes the slug that was asked for', () => {
    given()
      .when({ ...named, slug: 'units' })
      .then({ type: 'RoomCreated', data: { ...created, slug: 'units' } });
  });
  it('makes a slug from the name', () => {
    given()
      .when(named)
      .then({ type: 'RoomCreated', data: { ...created, slug: 'grosse-mass' } });
  });
  it('refuses a channel without a name', () => {
    given()
      .when(createRoom({ type: 'channel', slug: 'units' }))
      .thenRefused({ kind: 'NameRequired' });
  });
  it('refuses a slug that is in use, asked for or made', () => {
    given()
      .when({ ...named, slug: 'units', slugTaken: true })
      .thenRefused({ kind: 'SlugTaken', slug: 'units' });
    given()
      .when({ ...named, slugTaken: true, roomId })
      .thenRefused({ kind: 'SlugTaken', slug: 'grosse-mass' });
  });
});

describe('a direct room with somebody who does not take it', () => {
  const wish = createRoom({ type: 'direct', memberIds: [adam] });
  it('is refused, and tells only those who blocked that a block is why', () => {
    given()
      .when({ ...wish, pairClosed: 'you_blocked' })
      .thenRefused({ kind: 'YouBlockedThem' });
    given()
      .when({ ...wish, pairClosed: 'not_accepting' })
      .thenRefused({ kind: 'NotAccepting' });
  });
});
