import {
  comparePositions,
  eventsAfterRpc,
  maySeeRoomRpc,
  type PublishedEvent,
  type PublishedRoomEvent,
  presenceAudienceRpc,
  publishedRoomEventSchema,
  type RoomId,
  subjects,
  visibleUsersRpc,
} from '@parley/contracts';
import { requestRpc } from '@parley/messaging';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestUser } from './fixture/fake-auth.ts';
import { type RoomsFixture, startRoomsFixture } from './fixture/rooms-fixture.ts';
import { rebuildRooms } from './rebuild-rooms.ts';

let rooms: RoomsFixture;
let ada: TestUser;
let grace: TestUser;
let zoe: TestUser;

beforeAll(async () => {
  rooms = await startRoomsFixture();
  [ada, grace, zoe] = [await rooms.auth.register('ada'), await rooms.auth.register('grace'), await rooms.auth.register('zoe')];
});
afterAll(() => rooms?.stop());

/** Every event type, through the API. */
async function liveAndDie(): Promise<RoomId> {
  const { id } = (await rooms.ask('POST', '/rooms', ada, { body: { type: 'channel', name: `Story ${Math.random()}` } })).body;
  await rooms.ask('POST', `/rooms/${id}/members`, ada, { body: { user_ids: [grace.id, zoe.id] } });
  await rooms.ask('PATCH', `/rooms/${id}/members/${grace.id}`, ada, { body: { role: 'admin' } });
  await rooms.ask('DELETE', `/rooms/${id}/members/${zoe.id}`, grace);
  await rooms.ask('PATCH', `/rooms/${id}`, grace, { body: { description: 'told' } });
  await rooms.ask('DELETE', `/rooms/${id}`, ada);
  return id;
}

/** Every event type of two people, and at least one row left of each kind. */
async function befriendAndBlock(): Promise<void> {
  const [ann, bob, cid] = [await rooms.auth.register('ann'), await rooms.auth.register('bob'), await rooms.auth.register('cid')];
  const request = async (from: TestUser, to: TestUser): Promise<string> =>
    (await rooms.ask('POST', '/friends/requests', from, { body: { user_id: to.id } })).body.request_id;
  await rooms.ask('POST', '/rooms', ann, { body: { type: 'direct', member_ids: [bob.id] } });
  await rooms.ask('POST', `/friends/requests/${await request(ann, bob)}/accept`, bob);
  await rooms.ask('DELETE', `/friends/${bob.id}`, ann);
  await rooms.ask('POST', `/friends/requests/${await request(bob, ann)}/accept`, ann);
  await rooms.ask('POST', `/friends/requests/${await request(ann, cid)}/decline`, cid);
  await rooms.ask('DELETE', `/friends/requests/${await request(bob, cid)}`, bob);
  await rooms.ask('PUT', `/blocks/${cid.id}`, bob);
  await rooms.ask('DELETE', `/blocks/${cid.id}`, bob);
  await rooms.ask('PUT', `/blocks/${cid.id}`, ann);
  await request(cid, bob);
}

describe('publishing', () => {
  it('puts every event on the live subjects in order, as the contract says', async () => {
    const seen: Array<{ version: number; event: PublishedRoomEvent }> = [];
    const subscription = rooms.nats.nc.subscribe(subjects.allLive('rooms'), {
      callback: (_error, message) => {
        const event = publishedRoomEventSchema.parse(message.json());
        seen.push({ version: Number(message.headers?.get('Parley-Version')), event });
      },
    });
    const id = await liveAndDie();
    await expect.poll(() => seen.filter(({ event }) => event.room_id === id).length, { timeout: 10_000 }).toBe(6);
    subscription.unsubscribe();

    const story = seen.filter(({ event }) => event.room_id === id);
    expect(story.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(story.map(({ event }) => [event.type, event.actor_id])).toEqual([
      ['room.created', ada.id],
      ['room.members_added', ada.id],
      ['room.member_role_changed', ada.id],
      ['room.member_removed', grace.id],
      ['room.details_changed', grace.id],
      ['room.deleted', ada.id],
    ]);
  });

  it('answers for its log, in publication order and without holes', async () => {
    await liveAndDie();
    const events: PublishedEvent[] = [];
    let after = '0-0';
    for (;;) {
      const page = await requestRpc(rooms.nats, eventsAfterRpc('rooms'), { after, limit: 4 });
      events.push(...(page.events as PublishedEvent[]));
      after = page.up_to;
      if (!page.has_more) break;
    }
    const [{ count }] = await rooms.sql('select count(*)::int from events');
    expect(events).toHaveLength(count);
    for (const [index, event] of events.entries()) {
      const before = events[index - 1];
      expect(event.previous).toBe(before?.position ?? '0-0');
      if (before) expect(comparePositions(before.position, event.position)).toBeLessThan(0);
    }
  });
});

describe('what other services ask', () => {
  it('tells whom to tell of presence: small rooms only', async () => {
    const lone = await rooms.auth.register('lone');
    const small = (await rooms.ask('POST', '/rooms', lone, { body: { type: 'group', name: 'Small', member_ids: [ada.id] } })).body.id;
    const large = (await rooms.ask('POST', '/rooms', lone, { body: { type: 'group', name: 'Large', member_ids: [ada.id, grace.id] } })).body
      .id;
    const audience = (max_members: number) => requestRpc(rooms.nats, presenceAudienceRpc, { user_id: lone.id, max_members });
    expect(await audience(2)).toEqual({ room_ids: [small], friend_ids: [], hidden_from: [] });
    expect((await audience(3)).room_ids.toSorted()).toEqual([small, large].toSorted());
  });

  it('tells who shares a room with someone', async () => {
    const [viewer, near, far] = [await rooms.auth.register('viewer'), await rooms.auth.register('near'), await rooms.auth.register('far')];
    const { id } = (await rooms.ask('POST', '/rooms', viewer, { body: { type: 'group', name: 'Shared', member_ids: [near.id] } })).body;
    const visible = () => requestRpc(rooms.nats, visibleUsersRpc, { viewer_id: viewer.id, user_ids: [viewer.id, near.id, far.id] });
    expect((await visible()).user_ids).toEqual([viewer.id, near.id]);
    await rooms.ask('POST', `/rooms/${id}/leave`, near);
    expect((await visible()).user_ids).toEqual([viewer.id]);
  });
});

describe('who may see a room', () => {
  it('is its members, and of a channel everybody, until it is deleted', async () => {
    const [member, stranger] = [await rooms.auth.register('member'), await rooms.auth.register('stranger')];
    const group = (await rooms.ask('POST', '/rooms', member, { body: { type: 'group', name: 'Seen' } })).body.id;
    const channel = (await rooms.ask('POST', '/rooms', member, { body: { type: 'channel', name: `Seen ${Math.random()}` } })).body.id;
    const maySee = async (user: TestUser, room_id: RoomId) =>
      (await requestRpc(rooms.nats, maySeeRoomRpc, { user_id: user.id, room_id })).allowed;
    expect([await maySee(member, group), await maySee(stranger, group), await maySee(stranger, channel)]).toEqual([true, false, true]);
    await rooms.ask('DELETE', `/rooms/${channel}`, member);
    expect(await maySee(member, channel)).toBe(false);
  });
});

describe('rebuild', () => {
  it('finds no difference after everything that can happen to rooms', async () => {
    await liveAndDie();
    await rooms.ask('POST', '/rooms', ada, { body: { type: 'direct', member_ids: [grace.id] } });
    const kept = { type: 'group', name: 'Kept', member_ids: [grace.id, zoe.id], history_visibility: 'joined' };
    const { id } = (await rooms.ask('POST', '/rooms', ada, { body: kept })).body;
    await rooms.ask('PATCH', `/rooms/${id}`, ada, {
      body: { slow_mode_seconds: 30, picture_id: rooms.neighbours.upload(ada), shows_receipts: true },
    });
    const sam = await rooms.auth.register('sam');
    const [used, withdrawn] = [
      (await rooms.ask('POST', `/rooms/${id}/invites`, ada, { body: { max_uses: 3 } })).body,
      (await rooms.ask('POST', `/rooms/${id}/invites`, ada, { body: {} })).body,
    ];
    expect((await rooms.ask('POST', `/invites/${used.code}`, sam)).status).toBe(200);
    expect((await rooms.ask('DELETE', `/invites/${withdrawn.code}`, ada)).status).toBe(204);
    await rooms.ask('PUT', `/rooms/${id}/mute`, sam, { body: { muted: true, until: '2099-01-01T00:00:00Z' } });
    await rooms.ask('PUT', `/rooms/${id}/mute`, grace, { body: { muted: true } });
    await rooms.ask('PUT', `/rooms/${id}/mute`, grace, { body: { muted: false } });
    await rooms.ask('POST', `/rooms/${id}/transfer`, ada, { body: { user_id: zoe.id } });
    await rooms.ask('POST', `/rooms/${id}/leave`, ada);
    await befriendAndBlock();
    const report = await rebuildRooms({ ownerUrl: rooms.database.ownerUrl, swap: false, log: rooms.log });
    expect(report).toMatchObject({ identical: true, swapped: false });
    expect(report.tables.map(({ table, rows }) => [table, rows.live === rows.rebuilt && rows.live > 0])).toEqual([
      ['rooms', true],
      ['memberships', true],
      ['invites', true],
      ['direct_pairs', true],
      ['friendships', true],
      ['friends', true],
      ['friend_requests', true],
      ['blocks', true],
    ]);
  });

  it('tells what is wrong, and mends it on request', async () => {
    const { id } = (await rooms.ask('POST', '/rooms', ada, { body: { type: 'group', name: 'Torn', member_ids: [grace.id] } })).body;
    await rooms.sql('update rooms set member_count = 7 where id = $1', [id]);
    await rooms.sql('delete from memberships where room_id = $1 and user_id = $2', [id, grace.id]);
    const options = { ownerUrl: rooms.database.ownerUrl, log: rooms.log };
    expect(await rebuildRooms({ ...options, swap: true })).toMatchObject({ identical: false, swapped: true });
    expect(await rebuildRooms({ ...options, swap: false })).toMatchObject({ identical: true });
    expect((await rooms.ask('GET', `/rooms/${id}`, grace)).body).toMatchObject({ member_count: 2 });
  });
});

describe('the service', () => {
  it('is ready, and describes every route with examples and problems', async () => {
    const app = rooms.app();
    expect((await app.inject('/readyz')).json()).toEqual({ status: 'ready', failing: [] });
    const { paths } = (await app.inject('/openapi.json')).json();
    const operations = Object.entries<Record<string, Operation>>(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
    );
    expect(operations.map(({ name }) => name.replace('/api/v1', '')).sort()).toEqual([
      'DELETE /admin/rooms/{id}',
      'DELETE /blocks/{user_id}',
      'DELETE /friends/requests/{id}',
      'DELETE /friends/{user_id}',
      'DELETE /invites/{code}',
      'DELETE /rooms/{id}',
      'DELETE /rooms/{id}/members/{user_id}',
      'GET /admin/rooms',
      'GET /blocks',
      'GET /channels',
      'GET /channels/{slug}',
      'GET /friends',
      'GET /friends/requests',
      'GET /invites/{code}',
      'GET /rooms',
      'GET /rooms/{id}',
      'GET /rooms/{id}/invites',
      'GET /rooms/{id}/members',
      'PATCH /rooms/{id}',
      'PATCH /rooms/{id}/members/{user_id}',
      'POST /friends/requests',
      'POST /friends/requests/{id}/accept',
      'POST /friends/requests/{id}/decline',
      'POST /invites/{code}',
      'POST /rooms',
      'POST /rooms/{id}/invites',
      'POST /rooms/{id}/join',
      'POST /rooms/{id}/leave',
      'POST /rooms/{id}/members',
      'POST /rooms/{id}/transfer',
      'PUT /blocks/{user_id}',
      'PUT /rooms/{id}/mute',
    ]);
    for (const { name, operation } of operations) {
      expect([name, Boolean(operation.summary), operation.security]).toEqual([name, true, [{ bearer: [] }]]);
      expect(operation.responses['401']?.content?.['application/problem+json']?.examples, name).toBeDefined();
      const success = operation.responses['200'] ?? operation.responses['201'];
      if (success) expect(success.content?.['application/json']?.example, name).toBeDefined();
      else expect(operation.responses['204'], name).toBeDefined();
    }
  });
});

type Operation = {
  summary?: string;
  security?: unknown;
  responses: Record<string, { content?: Record<string, { example?: unknown; examples?: unknown }> }>;
};
