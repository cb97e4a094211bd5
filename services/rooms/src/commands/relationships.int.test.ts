import { randomUUIDv7 } from 'node:crypto';
import { limits, presenceAudienceRpc, visibleUsersRpc } from '@parley/contracts';
import { requestRpc } from '@parley/messaging';
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
const ask = (from: TestUser, to: TestUser, replica = 0) =>
  rooms.ask('POST', '/friends/requests', from, { body: { user_id: to.id }, replica });
const answer = (user: TestUser, id: string, verb: 'accept' | 'decline') => rooms.ask('POST', `/friends/requests/${id}/${verb}`, user);
const block = (user: TestUser, other: TestUser) => rooms.ask('PUT', `/blocks/${other.id}`, user);
const unblock = (user: TestUser, other: TestUser) => rooms.ask('DELETE', `/blocks/${other.id}`, user);
const unfriend = (user: TestUser, other: TestUser) => rooms.ask('DELETE', `/friends/${other.id}`, user);
const open = (user: TestUser, other: TestUser) => rooms.ask('POST', '/rooms', user, { body: { type: 'direct', member_ids: [other.id] } });
const friendsOf = async (user: TestUser): Promise<string[]> =>
  (await rooms.ask('GET', '/friends', user)).body.items.map((friend: { id: string }) => friend.id);
const requestsOf = async (user: TestUser): Promise<Array<{ id: string; direction: string; user: { id: string } }>> =>
  (await rooms.ask('GET', '/friends/requests', user)).body.items;
const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => [status, body?.code];

async function befriend(one: TestUser, other: TestUser): Promise<void> {
  await ask(one, other);
  expect((await ask(other, one)).body.state).toBe('friends');
}

describe('friend requests', () => {
  it('wait in both lists until they are accepted; then both are friends, with presence', async () => {
    const [ann, bob] = await pair();
    const asked = await ask(ann, bob);
    expect([asked.status, asked.body.state]).toEqual([201, 'requested']);
    expect(await requestsOf(ann)).toMatchObject([{ id: asked.body.request_id, direction: 'outgoing', user: { id: bob.id } }]);
    expect(await requestsOf(bob)).toMatchObject([{ id: asked.body.request_id, direction: 'incoming', user: { id: ann.id } }]);
    const outgoing = await rooms.ask('GET', '/friends/requests', bob, { query: { direction: 'outgoing' } });
    expect(outgoing.body.items).toEqual([]);

    rooms.neighbours.presence.set(ann.id, { user_id: ann.id, status: 'busy', last_seen_at: null });
    const accepted = await answer(bob, asked.body.request_id, 'accept');
    expect(accepted.body).toMatchObject({ id: ann.id, username: ann.username, status: 'busy' });
    expect([await friendsOf(ann), await friendsOf(bob)]).toEqual([[bob.id], [ann.id]]);
    expect([await requestsOf(ann), await requestsOf(bob)]).toEqual([[], []]);
    expect(codeOf(await ask(ann, bob))).toEqual([409, 'already_friends']);
  });

  it('are the same when repeated, and answer a crossing one', async () => {
    const [ann, bob] = await pair();
    const first = await ask(ann, bob);
    const again = await ask(ann, bob);
    expect([again.status, again.body]).toEqual([200, { state: 'requested', request_id: first.body.request_id }]);
    const crossing = await ask(bob, ann);
    expect([crossing.status, crossing.body]).toEqual([200, { state: 'friends', request_id: first.body.request_id }]);
  });

  it('are withdrawn by who made them, declined by who got them, and answered by nobody else', async () => {
    const [ann, bob] = await pair();
    const [eve] = await pair();
    const { request_id } = (await ask(ann, bob)).body;
    for (const user of [eve, ann]) expect(codeOf(await answer(user, request_id, 'accept'))).toEqual([404, 'friend_request_not_found']);
    expect(codeOf(await rooms.ask('DELETE', `/friends/requests/${request_id}`, bob))).toEqual([404, 'friend_request_not_found']);
    expect((await rooms.ask('DELETE', `/friends/requests/${request_id}`, ann)).status).toBe(204);
    expect(codeOf(await answer(bob, request_id, 'accept'))).toEqual([404, 'friend_request_not_found']);
    const second = (await ask(ann, bob)).body.request_id;
    expect((await answer(bob, second, 'decline')).status).toBe(204);
    expect(codeOf(await ask(ann, bob))).toEqual([403, 'not_accepting']);
    expect((await ask(bob, ann)).status).toBe(201);
    expect(codeOf(await answer(ann, randomUUIDv7(), 'accept'))).toEqual([404, 'friend_request_not_found']);
  });

  it('of who registered a moment ago show who that is', async () => {
    const [, bob] = await pair();
    const newcomer = await rooms.auth.register('newcomer', { hidden: true });
    const { request_id } = (await ask(newcomer, bob)).body;
    expect(await requestsOf(bob)).toMatchObject([{ id: request_id, user: { id: newcomer.id, username: 'newcomer' } }]);
  });

  it('go to somebody else who exists', async () => {
    const [ann] = await pair();
    expect(codeOf(await ask(ann, ann))).toEqual([400, 'validation_failed']);
    expect(codeOf(await ask(ann, { ...ann, id: randomUUIDv7() as TestUser['id'] }))).toEqual([404, 'user_not_found']);
  });

  it('are limited: so many waiting, so many in an hour, so many friends', async () => {
    const [ann, bob] = await pair();
    await rooms.sql('insert into friend_requests_sent select $1, now() from generate_series(1, $2::int)', [
      ann.id,
      limits.friendRequestsPerHour,
    ]);
    const tooFast = await ask(ann, bob);
    expect([...codeOf(tooFast), tooFast.headers['retry-after']]).toEqual([429, 'too_many_requests', '60']);
    await rooms.sql(`update friend_requests_sent set sent_at = now() - interval '61 minutes' where user_id = $1`, [ann.id]);
    await rooms.sql(
      `insert into friend_requests select gen_random_uuid(), gen_random_uuid(), $1, gen_random_uuid(), now() from generate_series(1, $2::int)`,
      [ann.id, limits.friendRequestsPendingMax],
    );
    expect(codeOf(await ask(ann, bob))).toEqual([409, 'limit_reached']);
    await rooms.sql('delete from friend_requests where from_id = $1', [ann.id]);
    const fill = 'insert into friends select $1, gen_random_uuid(), now() from generate_series(1, $2::int)';
    await rooms.sql(fill, [ann.id, limits.friendsMax]);
    expect(codeOf(await ask(ann, bob))).toEqual([409, 'limit_reached']);
    expect(codeOf(await ask(bob, ann))).toEqual([403, 'not_accepting']);
    await rooms.sql('delete from friends where user_id = $1', [ann.id]);
    expect((await ask(ann, bob)).status).toBe(201);
    expect(await rooms.sql('select count(*)::int as kept from friend_requests_sent where user_id = $1', [ann.id])).toEqual([{ kept: 1 }]);
  });

  it('cross at the same instant: 50 pairs on two replicas become friends, once', async () => {
    const pairs = await Promise.all(Array.from({ length: 50 }, pair));
    const answers = await Promise.all(
      pairs.flatMap(([one, other], index) => [ask(one, other, index % 2), ask(other, one, (index + 1) % 2)]),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(50).fill(200), ...Array(50).fill(201)]);
    const ids = pairs.flatMap((two) => two.map(({ id }) => id));
    const [made] = await rooms.sql('select count(*)::int as friends from friends where user_id = any($1::uuid[])', [ids]);
    const [left] = await rooms.sql('select count(*)::int as requests from friend_requests where from_id = any($1::uuid[])', [ids]);
    expect([made, left]).toEqual([{ friends: 100 }, { requests: 0 }]);
  });

  it('come 50 times at once from both sides and make one friendship', async () => {
    const [ann, bob] = await pair();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => (index % 2 ? ask(ann, bob, index >> 1) : ask(bob, ann, index >> 1))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 201, 409]));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await friendsOf(ann)).toEqual([bob.id]);
  });
});

describe('GET /friends', () => {
  it('pages through friends, the newest first', async () => {
    const [ann] = await pair();
    const others = await Promise.all(Array.from({ length: 5 }, (_, index) => rooms.auth.register(`friend${people}x${index}`)));
    for (const other of others) await befriend(ann, other);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await rooms.ask('GET', '/friends', ann, { query: { limit: '2', ...(cursor ? { cursor } : {}) } });
      seen.push(...body.items.map((friend: { id: string }) => friend.id));
      cursor = body.next_cursor;
    } while (cursor);
    expect(seen).toEqual(others.map(({ id }) => id).reverse());
  });
});

describe('blocks', () => {
  it('end what there was and refuse what may begin, without telling the blocked person', async () => {
    const [ann, bob] = await pair();
    await befriend(ann, bob);
    expect((await block(ann, bob)).status).toBe(204);
    expect((await block(ann, bob)).status).toBe(204);
    expect([await friendsOf(ann), await friendsOf(bob)]).toEqual([[], []]);
    expect((await rooms.ask('GET', '/blocks', ann)).body.items).toMatchObject([{ user: { id: bob.id, username: bob.username } }]);
    expect((await rooms.ask('GET', '/blocks', bob)).body.items).toEqual([]);

    const [refused, openRefused] = [await ask(bob, ann), await open(bob, ann)];
    expect([codeOf(refused), codeOf(openRefused)]).toEqual([
      [403, 'not_accepting'],
      [403, 'not_accepting'],
    ]);
    expect(JSON.stringify([refused.body, openRefused.body])).not.toContain('block');
    expect(codeOf(await ask(ann, bob))).toEqual([403, 'forbidden']);
    expect(codeOf(await open(ann, bob))).toEqual([403, 'forbidden']);

    expect((await unblock(ann, bob)).status).toBe(204);
    expect((await unblock(ann, bob)).status).toBe(204);
    expect((await ask(bob, ann)).status).toBe(201);
    expect((await open(bob, ann)).status).toBe(201);
  });

  it('are answered alike with those who declined and those who have ended a friendship', async () => {
    const [[ann, bob], [cid, dan], [eve, fay]] = [await pair(), await pair(), await pair()];
    await block(ann, bob);
    await answer(cid, (await ask(dan, cid)).body.request_id, 'decline');
    const about = ({ status, body }: Awaited<ReturnType<typeof ask>>) => [status, { ...body, instance: undefined }];
    expect(about(await ask(bob, ann))).toEqual(about(await ask(dan, cid)));
    await befriend(eve, fay);
    await unfriend(eve, fay);
    expect(about(await open(bob, ann))).toEqual(about(await open(fay, eve)));
  });

  it('take requests away, in either direction', async () => {
    const [ann, bob] = await pair();
    await ask(bob, ann);
    await block(ann, bob);
    expect([await requestsOf(ann), await requestsOf(bob)]).toEqual([[], []]);
    const [cid, dan] = await pair();
    await ask(cid, dan);
    await block(cid, dan);
    expect(await requestsOf(dan)).toEqual([]);
  });

  it('are refused with oneself, with nobody, and beyond their limit', async () => {
    const [ann, bob] = await pair();
    expect(codeOf(await block(ann, ann))).toEqual([400, 'validation_failed']);
    expect(codeOf(await block(ann, { ...bob, id: randomUUIDv7() as TestUser['id'] }))).toEqual([404, 'user_not_found']);
    await rooms.sql('insert into blocks select $1, gen_random_uuid(), now() from generate_series(1, $2::int)', [ann.id, limits.blocksMax]);
    expect(codeOf(await block(ann, bob))).toEqual([409, 'limit_reached']);
  });

  it('hide presence from each other: of friends’ announcements, of rooms in common, of member lists', async () => {
    const [ann, bob] = await pair();
    const { id } = (await rooms.ask('POST', '/rooms', ann, { body: { type: 'group', name: 'Both', member_ids: [bob.id] } })).body;
    const visible = async (viewer: TestUser, other: TestUser) =>
      (await requestRpc(rooms.nats, visibleUsersRpc, { viewer_id: viewer.id, user_ids: [other.id] })).user_ids;
    const audience = (user: TestUser) => requestRpc(rooms.nats, presenceAudienceRpc, { user_id: user.id, max_members: 200 });
    rooms.neighbours.presence.set(ann.id, { user_id: ann.id, status: 'online', last_seen_at: null });
    const statusOfAnn = async () =>
      (await rooms.ask('GET', `/rooms/${id}/members`, bob)).body.items.find((member: { id: string }) => member.id === ann.id).status;
    expect([await visible(bob, ann), await statusOfAnn()]).toEqual([[ann.id], 'online']);
    await block(ann, bob);
    expect([await visible(bob, ann), await visible(ann, bob), await statusOfAnn()]).toEqual([[], [], 'offline']);
    expect(await audience(ann)).toEqual({ room_ids: [id], friend_ids: [], hidden_from: [bob.id] });
    expect(await audience(bob)).toEqual({ room_ids: [id], friend_ids: [], hidden_from: [ann.id] });
    await unblock(ann, bob);
    expect(await visible(bob, ann)).toEqual([ann.id]);
  });

  it('leave friends without a room in common visible to each other', async () => {
    const [ann, bob] = await pair();
    await befriend(ann, bob);
    const reply = await requestRpc(rooms.nats, visibleUsersRpc, { viewer_id: ann.id, user_ids: [bob.id] });
    expect(reply.user_ids).toEqual([bob.id]);
    const audience = await requestRpc(rooms.nats, presenceAudienceRpc, { user_id: ann.id, max_members: 200 });
    expect(audience).toEqual({ room_ids: [], friend_ids: [bob.id], hidden_from: [] });
  });
});
