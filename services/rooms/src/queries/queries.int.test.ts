import { randomUUIDv7 } from 'node:crypto';
import { type Channel, type RoomSummary, roomIdSchema } from '@parley/contracts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TestUser } from '../fixture/fake-auth.ts';
import { type RoomsFixture, startRoomsFixture } from '../fixture/rooms-fixture.ts';

let rooms: RoomsFixture;
let ada: TestUser;
let grace: TestUser;

beforeAll(async () => {
  rooms = await startRoomsFixture();
  ada = await rooms.auth.register('ada');
  grace = await rooms.auth.register('grace');
});
afterAll(() => rooms?.stop());
afterEach(() => Object.assign(rooms.neighbours.state, { messagesUp: true, presenceUp: true }));

async function make(user: TestUser, body: object): Promise<RoomSummary> {
  const answer = await rooms.ask('POST', '/rooms', user, { body });
  expect(answer.status).toBeLessThan(300);
  return answer.body;
}

async function everyPage<Item>(path: string, user: TestUser, query: Record<string, string>): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const { status, body } = await rooms.ask('GET', path, user, { query: { ...query, ...(cursor ? { cursor } : {}) } });
    expect(status).toBe(200);
    expect(body.has_more).toBe(body.next_cursor !== null);
    items.push(...body.items);
    cursor = body.next_cursor;
  } while (cursor);
  return items;
}

describe('GET /rooms', () => {
  it('is empty for someone without rooms', async () => {
    const { status, body } = await rooms.ask('GET', '/rooms', await rooms.auth.register('loner'));
    expect([status, body]).toEqual([200, { items: [], next_cursor: null, has_more: false }]);
  });

  it('sorts by most recent activity, then newest, with what messages knows', async () => {
    const me = await rooms.auth.register('lister');
    const quiet = await make(me, { type: 'group', name: 'Quiet' });
    const busy = await make(me, { type: 'group', name: 'Busy' });
    const direct = await make(me, { type: 'direct', member_ids: [ada.id] });
    const last_message = { content: 'Hi', sender_username: 'ada', created_at: '2099-01-01T00:00:00.000Z', seq: 7 };
    const last_activity_at = '2099-01-01T00:00:00.000Z';
    rooms.neighbours.activity.set(busy.id, {
      head: 7,
      last_read_seq: 3,
      unread_count: 4,
      mention_count: 1,
      last_message,
      last_activity_at,
    });

    const items = await everyPage<RoomSummary>('/rooms', me, {});
    expect(items.map((item) => item.id)).toEqual([busy.id, direct.id, quiet.id]);
    expect(items[1]?.other_user).toMatchObject({ status: 'offline', last_seen_at: null });
    expect(items[0]).toMatchObject({ head: 7, last_read_seq: 3, unread_count: 4, mention_count: 1, last_message, last_activity_at });
    expect(items[1]).toMatchObject({ name: 'ada of Test', is_direct: true, other_user: { id: ada.id, username: 'ada' }, unread_count: 0 });
    expect(items[2]).toMatchObject({ last_message: null, last_activity_at: quiet.created_at, muted: false });
    for (const room of [quiet, direct]) rooms.neighbours.activity.set(room.id, { last_activity_at: room.created_at });
    expect((await everyPage<RoomSummary>('/rooms', me, { limit: '1' })).map((item) => item.id)).toEqual(items.map((item) => item.id));
  });

  it('shows neither rooms that were left nor rooms that were deleted, and follows renames', async () => {
    const me = await rooms.auth.register('leaver');
    const left = await make(ada, { type: 'group', name: 'Left', member_ids: [me.id] });
    const deleted = await make(ada, { type: 'group', name: 'Deleted', member_ids: [me.id] });
    const stays = await make(ada, { type: 'group', name: 'Stays', member_ids: [me.id] });
    await rooms.ask('POST', `/rooms/${left.id}/leave`, me);
    await rooms.ask('DELETE', `/rooms/${deleted.id}`, ada);
    await rooms.ask('PATCH', `/rooms/${stays.id}`, ada, { body: { name: 'Renamed' } });
    expect((await everyPage<RoomSummary>('/rooms', me, {})).map((item) => item.name)).toEqual(['Renamed']);
  });

  it('answers 503 while messages is away: a list without counts would be believed', async () => {
    const member = await rooms.auth.register('waiting');
    await make(member, { type: 'group', name: 'Waiting' });
    rooms.neighbours.state.messagesUp = false;
    const { status, body, headers } = await rooms.ask('GET', '/rooms', member);
    expect([status, body.code, headers['retry-after']]).toEqual([503, 'unavailable', '1']);
  });

  it('refuses a cursor that it has not given out', async () => {
    for (const cursor of ['x', Buffer.from('[1]').toString('base64url')]) {
      const { status, body } = await rooms.ask('GET', '/rooms', ada, { query: { cursor } });
      expect([status, body.errors[0].path]).toEqual([400, 'query.cursor']);
    }
  });
});

describe('GET /rooms/{id}', () => {
  it('shows members with roles and presence', async () => {
    const { id } = await make(ada, { type: 'group', name: 'Present', member_ids: [grace.id] });
    rooms.neighbours.presence.set(grace.id, { user_id: grace.id, status: 'busy', last_seen_at: '2026-11-20T12:00:00.000Z' });
    const { body } = await rooms.ask('GET', `/rooms/${id}`, ada);
    expect(body.members).toMatchObject([
      { username: 'ada', role: 'owner', status: 'offline', last_seen_at: null },
      { username: 'grace', role: 'member', status: 'busy', last_seen_at: '2026-11-20T12:00:00.000Z' },
    ]);
  });
  it('shows everyone as offline while presence is away', async () => {
    const { id } = await make(ada, { type: 'group', name: 'Absent', member_ids: [grace.id] });
    rooms.neighbours.state.presenceUp = false;
    const { status, body } = await rooms.ask('GET', `/rooms/${id}`, ada);
    expect(status).toBe(200);
    expect(body.members.map((member: { status: string }) => member.status)).toEqual(['offline', 'offline']);
  });
  it('creates rooms while messages is away, and reads them when it is back', async () => {
    rooms.neighbours.state.messagesUp = false;
    const { id } = await make(ada, { type: 'group', name: 'Alone at first' });
    expect((await rooms.ask('GET', `/rooms/${id}`, ada)).status).toBe(503);
    rooms.neighbours.state.messagesUp = true;
    expect((await rooms.ask('GET', `/rooms/${id}`, ada)).status).toBe(200);
  });
  it('tells strangers nothing but that they are not in', async () => {
    const { id } = await make(ada, { type: 'group', name: 'Secret name' });
    const refused = await rooms.ask('GET', `/rooms/${id}`, grace);
    expect([refused.status, refused.body.code]).toEqual([403, 'not_a_member']);
    expect(JSON.stringify(refused.body)).not.toContain('Secret name');
    expect((await rooms.ask('GET', `/rooms/${randomUUIDv7()}`, grace)).body.code).toBe('room_not_found');
    expect((await rooms.ask('GET', '/rooms/not-an-id', grace)).body.code).toBe('validation_failed');
  });
  it('follows a new name of a person', async () => {
    const person = await rooms.auth.register('renamer', { published: true });
    const { id } = await make(ada, { type: 'direct', member_ids: [person.id] });
    await rooms.auth.rename(person, 'New Name');
    await expect.poll(async () => (await rooms.ask('GET', `/rooms/${id}`, ada)).body.name, { timeout: 5_000 }).toBe('New Name');
  });
});

describe('GET /channels', () => {
  it('lists, searches and pages public channels, member or not, by name', async () => {
    const names = ['gamma 100%', 'Alpha', 'beta', 'Same', 'same', '0 first'];
    for (const [index, name] of names.entries()) {
      await make(ada, { type: 'channel', name, slug: `slug-${index}`, description: name === 'beta' ? 'hay NEEDLE hay' : 'hay' });
    }
    await make(ada, { type: 'group', name: 'private needle' });
    const all = await everyPage<Channel>('/channels', grace, { limit: '2' });
    expect(all.map((channel) => channel.name)).toEqual(['0 first', 'Alpha', 'beta', 'gamma 100%', 'Same', 'same']);
    expect(all.every((channel) => !channel.is_member && channel.member_count === 1)).toBe(true);
    const namesOf = async (q: string) => (await everyPage<Channel>('/channels', grace, { q })).map((channel) => channel.name);
    expect(await namesOf('needle')).toEqual(['beta']);
    expect(await namesOf('0%')).toEqual(['gamma 100%']);
    expect(await namesOf('%')).toEqual(['gamma 100%']);
  });
  it('shows one channel by its slug, and no other room', async () => {
    const { id } = await make(ada, { type: 'channel', name: 'By slug', slug: 'by-slug' });
    expect((await rooms.ask('GET', '/channels/by-slug', grace)).body).toMatchObject({
      id,
      name: 'By slug',
      is_member: false,
      member_count: 1,
    });
    expect((await rooms.ask('GET', '/channels/by-slug', ada)).body.is_member).toBe(true);
    expect((await rooms.ask('GET', '/channels/nowhere', ada)).body.code).toBe('room_not_found');
    await rooms.ask('DELETE', `/rooms/${id}`, ada);
    expect((await rooms.ask('GET', '/channels/by-slug', ada)).status).toBe(404);
  });
});

describe('a person in 500 rooms', () => {
  it('reads them in pages, each once, in order', async () => {
    const me = await rooms.auth.register('busybee');
    rooms.neighbours.activity.clear();
    await rooms.sql(
      `with room as (insert into rooms (id, type, name, version, member_count, created_at)
         select gen_random_uuid(), 'group', 'room ' || n, 1, 1, now() - n * interval '1 minute' from generate_series(1, 500) n returning id)
       insert into memberships (room_id, user_id, role, joined_at) select id, $1, 'owner', '2000-01-01' from room`,
      [me.id],
    );
    for (const [index, { id }] of (await rooms.sql('select room_id as id from memberships where user_id = $1', [me.id])).entries()) {
      rooms.neighbours.activity.set(roomIdSchema.parse(id), { head: index, last_activity_at: new Date(1e12 + (index % 7)).toISOString() });
    }
    const items = await everyPage<RoomSummary>('/rooms', me, { limit: '100' });
    expect(new Set(items.map((item) => item.id)).size).toBe(500);
    const sorted = items.map((item) => `${item.last_activity_at} ${item.id}`);
    expect(sorted).toEqual(sorted.toSorted().reverse());
  });
});
