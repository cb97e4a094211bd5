import { publishedRelationshipEventSchema, publishedRoomEventSchema, subjects } from '@parley/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestUser } from '../fixture/fake-auth.ts';
import { type RoomsFixture, startRoomsFixture } from '../fixture/rooms-fixture.ts';

let rooms: RoomsFixture;
let people = 0;

beforeAll(async () => {
  rooms = await startRoomsFixture({ replicas: 2 });
});
afterAll(() => rooms?.stop());

async function pair(): Promise<[TestUser, TestUser]> {
  people += 1;
  return [await rooms.auth.register(`ann${people}`), await rooms.auth.register(`bob${people}`)];
}
const ask = (from: TestUser, to: TestUser) => rooms.ask('POST', '/friends/requests', from, { body: { user_id: to.id } });
const answer = (user: TestUser, id: string, verb: 'accept' | 'decline') => rooms.ask('POST', `/friends/requests/${id}/${verb}`, user);
const block = (user: TestUser, other: TestUser) => rooms.ask('PUT', `/blocks/${other.id}`, user);
const unblock = (user: TestUser, other: TestUser) => rooms.ask('DELETE', `/blocks/${other.id}`, user);
const unfriend = (user: TestUser, other: TestUser) => rooms.ask('DELETE', `/friends/${other.id}`, user);
const open = (user: TestUser, other: TestUser) => rooms.ask('POST', '/rooms', user, { body: { type: 'direct', member_ids: [other.id] } });
const isWritable = async (user: TestUser, roomId: string): Promise<boolean> =>
  (await rooms.ask('GET', `/rooms/${roomId}`, user)).body.is_writable;
const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => [status, body?.code];

async function befriend(one: TestUser, other: TestUser): Promise<void> {
  await ask(one, other);
  expect((await ask(other, one)).body.state).toBe('friends');
}

describe('the direct room', () => {
  it('of strangers is open; a block closes it, and taking it back opens it', async () => {
    const [ann, bob] = await pair();
    const { id } = (await open(ann, bob)).body;
    expect(await isWritable(ann, id)).toBe(true);
    await block(bob, ann);
    expect([await isWritable(ann, id), await isWritable(bob, id)]).toEqual([false, false]);
    expect(await open(ann, bob)).toMatchObject({ status: 200, body: { id, is_writable: false } });
    await unblock(bob, ann);
    expect(await isWritable(ann, id)).toBe(true);
  });

  it('is closed by an ended friendship until they are friends again, whoever blocks meanwhile', async () => {
    const [ann, bob] = await pair();
    const { id } = (await open(ann, bob)).body;
    await befriend(ann, bob);
    await unfriend(bob, ann);
    expect(await isWritable(ann, id)).toBe(false);
    await block(ann, bob);
    await unblock(ann, bob);
    expect(await isWritable(ann, id)).toBe(false);
    expect(codeOf(await unfriend(bob, ann))).toEqual([404, 'user_not_found']);
    await befriend(ann, bob);
    expect(await isWritable(bob, id)).toBe(true);
  });

  it('stays closed while either still blocks the other', async () => {
    const [ann, bob] = await pair();
    const { id } = (await open(ann, bob)).body;
    await Promise.all([block(ann, bob), block(bob, ann)]);
    await unblock(ann, bob);
    expect(await isWritable(ann, id)).toBe(false);
    await unblock(bob, ann);
    expect(await isWritable(ann, id)).toBe(true);
  });

  it('is never open beside a block, when both come at the same instant', async () => {
    const pairs = await Promise.all(Array.from({ length: 25 }, pair));
    await Promise.all(pairs.flatMap(([ann, bob]) => [open(ann, bob), block(bob, ann)]));
    for (const [ann, bob] of pairs) {
      const found = await open(ann, bob);
      expect(found.status === 403 || (found.status === 200 && found.body.is_writable === false)).toBe(true);
    }
  });

  it('is told of without the one who closed it; people are told of under the id of their pair', async () => {
    const [ann, bob] = await pair();
    const seen: unknown[] = [];
    const subscription = rooms.nats.nc.subscribe(subjects.allLive('rooms'), {
      callback: (_error, message) => void seen.push(message.json()),
    });
    const { id } = (await open(ann, bob)).body;
    const { request_id } = (await ask(ann, bob)).body;
    await answer(bob, request_id, 'accept');
    await unfriend(ann, bob);
    await block(bob, ann);
    const ofPair = () => seen.map((event) => publishedRelationshipEventSchema.safeParse(event).data).filter((event) => event !== undefined);
    await expect.poll(() => ofPair().length, { timeout: 10_000 }).toBe(4);
    subscription.unsubscribe();
    expect(new Set(ofPair().map((event) => event.friendship_id)).size).toBe(1);
    expect(ofPair().map(({ type, actor_id, data }) => [type, actor_id, data])).toEqual([
      ['friendship.requested', ann.id, { request_id, from_id: ann.id, to_id: bob.id }],
      ['friendship.accepted', bob.id, { request_id, from_id: ann.id, to_id: bob.id }],
      ['friendship.ended', ann.id, { user_ids: [ann.id, bob.id].sort() }],
      ['user.blocked', bob.id, { blocker_id: bob.id, blocked_id: ann.id }],
    ]);
    const ofRoom = seen.map((event) => publishedRoomEventSchema.safeParse(event).data).filter((event) => event?.room_id === id);
    expect(ofRoom.slice(1).map((event) => [event?.type, event?.actor_id, event?.data])).toEqual([
      ['room.writing_closed', null, { reason: 'not_friends' }],
      ['room.writing_closed', null, { reason: 'blocked' }],
    ]);
  });
});
