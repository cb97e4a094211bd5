import { randomUUID, randomUUIDv7 } from 'node:crypto';
import { roomDetailsSchema } from '@parley/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestUser } from '../../fixture/fake-auth.ts';
import { type RoomsFixture, startRoomsFixture } from '../../fixture/rooms-fixture.ts';
import { forgetBatch } from '../forget-idempotency-keys/forget-idempotency-keys.ts';

let rooms: RoomsFixture;
let ada: TestUser;
let grace: TestUser;

beforeAll(async () => {
  rooms = await startRoomsFixture({ replicas: 2 });
  ada = await rooms.auth.register('ada', { published: true });
  grace = await rooms.auth.register('grace', { published: true });
});
afterAll(() => rooms?.stop());

function create(user: TestUser, body: object, options: { headers?: Record<string, string>; replica?: number } = {}) {
  return rooms.ask('POST', '/rooms', user, { body, ...options });
}

describe('POST /rooms', () => {
  it('creates a group: the creator owns it, the others are members', async () => {
    const { status, body } = await create(ada, {
      type: 'group',
      name: ' Engines ',
      description: 'All',
      member_ids: [grace.id, grace.id, ada.id],
    });
    expect(status).toBe(201);
    expect(roomDetailsSchema.parse(body)).toMatchObject({
      type: 'group',
      is_direct: false,
      name: 'Engines',
      description: 'All',
      slug: null,
      member_count: 2,
      role: 'owner',
      unread_count: 0,
      other_user: null,
      members: [
        { username: 'ada', role: 'owner', status: 'offline' },
        { username: 'grace', role: 'member' },
      ],
    });
    expect(await rooms.sql('select type, version, metadata->>$2 as actor from events where stream_id = $1', [body.id, 'actor_id'])).toEqual(
      [{ type: 'RoomCreated', version: 1, actor: ada.id }],
    );
  });

  it('creates a direct room once: 201, then 200 with the same room, from either side', async () => {
    const first = await create(ada, { is_direct: true, member_ids: [grace.id] });
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      type: 'direct',
      is_direct: true,
      name: 'grace of Test',
      other_user: { username: 'grace' },
      role: 'member',
    });
    const second = await create(grace, { type: 'direct', member_ids: [ada.id] });
    expect(second.status).toBe(200);
    expect(second.body).toMatchObject({ id: first.body.id, name: 'ada of Test', other_user: { username: 'ada' } });
  });

  it('knows someone who registered a moment ago, whose event is not on the stream yet', async () => {
    const fresh = await rooms.auth.register('fresh');
    const alsoFresh = await rooms.auth.register('also_fresh');
    const { status, body } = await create(fresh, { type: 'direct', member_ids: [alsoFresh.id] });
    expect([status, body.other_user?.username]).toEqual([201, 'also_fresh']);
  });

  it('takes ids in upper case for what they are', async () => {
    const self = await create(ada, { type: 'direct', member_ids: [ada.id.toUpperCase()] });
    expect([self.status, self.body.code]).toEqual([400, 'validation_failed']);
    const room = await create(ada, { type: 'direct', member_ids: [grace.id.toUpperCase()] });
    expect(room.status).toBe(200);
  });

  it.each([
    ['nothing said', {}, 'body.type'],
    ['a contradiction', { type: 'group', is_direct: true, name: 'x' }, 'body.type'],
    ['a group without a name', { type: 'group' }, 'body.name'],
    ['a name of spaces', { type: 'group', name: '  ' }, 'body.name'],
    ['a channel without a name', { type: 'channel', slug: 'x' }, 'body.name'],
    ['a slug that is none', { type: 'channel', name: 'x', slug: 'No Slug' }, 'body.slug'],
    ['a group with a slug', { type: 'group', name: 'x', slug: 'x' }, 'body.slug'],
    ['a direct room with nobody', { type: 'direct' }, 'body.member_ids'],
    ['a direct room with two', { type: 'direct', member_ids: [randomUUIDv7(), randomUUIDv7()] }, 'body.member_ids'],
    ['an id that is none', { type: 'group', name: 'x', member_ids: ['me'] }, 'body.member_ids.0'],
    ['text with NUL', { type: 'group', name: 'x\u0000y' }, 'body.name'],
    ['501 members', { type: 'group', name: 'x', member_ids: Array.from({ length: 501 }, () => randomUUIDv7()) }, 'body.member_ids'],
  ])('refuses %s', async (_what, body, path) => {
    const refused = await create(ada, body);
    expect(refused.status).toBe(400);
    expect(refused.headers['content-type']).toContain('application/problem+json');
    expect(refused.body).toMatchObject({ code: 'validation_failed', errors: [{ path }] });
  });

  it('refuses people whom nobody knows, and creates nothing', async () => {
    const { status, body } = await create(ada, { type: 'direct', member_ids: [randomUUIDv7()] });
    expect([status, body.code]).toEqual([404, 'user_not_found']);
  });

  it('knows whom auth knows, also while their events are held back by somebody’s open transaction', async () => {
    const late = await rooms.auth.register('late', { hidden: true });
    const { status, body } = await create(ada, { type: 'direct', member_ids: [late.id] });
    expect([status, body.name]).toEqual([201, 'late of Test']);
  });

  it('calls nobody unknown while auth cannot be asked', async () => {
    rooms.auth.state.up = false;
    const { status, body } = await create(ada, { type: 'direct', member_ids: [randomUUIDv7()] });
    rooms.auth.state.up = true;
    expect([status, body.code]).toEqual([503, 'unavailable']);
    expect((await create(ada, { type: 'direct', member_ids: [grace.id] })).status).toBe(200);
  });

  it('answers any body with 2xx or 4xx', async () => {
    const field = fc.oneof(
      fc.constantFrom('group', 'channel', 'direct', ada.id, grace.id),
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.jsonValue(),
    );
    const member_ids = fc.oneof(field, fc.array(fc.oneof(fc.constantFrom(ada.id, grace.id), field), { maxLength: 4 }));
    const bodies = fc.record(
      { type: field, is_direct: field, name: field, slug: field, description: field, member_ids },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        expect((await create(ada, body)).status).toBeLessThan(500);
      }),
      { numRuns: 150 },
    );
  });

  it('refuses requests without a good token', async () => {
    const anonymous = await rooms.ask('POST', '/rooms', undefined, { body: { type: 'group', name: 'x' } });
    expect([anonymous.status, anonymous.body.code]).toEqual([401, 'unauthenticated']);
    const forged = await create({ ...ada, token: `${ada.token}x` }, { type: 'group', name: 'x' });
    expect([forged.status, forged.body.code]).toEqual([401, 'unauthenticated']);
  });

  it('makes a slug from the name of a channel, and refuses one that is in use until its channel is deleted', async () => {
    const first = await create(ada, { type: 'channel', name: 'Über uns' });
    expect([first.status, first.body.slug]).toEqual([201, 'uber-uns']);
    const second = await create(grace, { type: 'channel', name: 'Other', slug: 'uber-uns' });
    expect([second.status, second.body.code]).toEqual([409, 'slug_taken']);
    expect((await rooms.ask('DELETE', `/rooms/${first.body.id}`, ada)).status).toBe(204);
    expect((await create(grace, { type: 'channel', name: 'Über uns' })).status).toBe(201);
  });
});

describe('POST /rooms with an Idempotency-Key', () => {
  const group = { type: 'group', name: 'Once' };

  it('answers a repeat like the first request and creates nothing', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await create(ada, group, { headers });
    const second = await create(ada, group, { headers, replica: 1 });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.id).toBe(first.body.id);
  });
  it('refuses another body under the same key', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    await create(ada, group, { headers });
    const other = await create(ada, { ...group, name: 'Twice' }, { headers });
    expect([other.status, other.body.code]).toEqual([409, 'idempotency_mismatch']);
  });
  it('keeps the keys of different people apart', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const [mine, theirs] = [await create(ada, group, { headers }), await create(grace, group, { headers })];
    expect(mine.body.id).not.toBe(theirs.body.id);
  });
  it('keeps nothing of a refused request', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    expect((await create(ada, { type: 'group' }, { headers })).status).toBe(400);
    expect((await create(ada, group, { headers })).status).toBe(201);
  });
  it('creates one room when the same request comes 20 times at once', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(Array.from({ length: 20 }, (_, replica) => create(ada, group, { headers, replica })));
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.body.id}`)).size).toBe(1);
  });
  it('forgets a key after 24 hours', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await create(ada, group, { headers });
    await rooms.sql(`update idempotency_keys set created_at = created_at - interval '25 hours' where key = $1`, [
      headers['idempotency-key'],
    ]);
    const second = await create(ada, group, { headers });
    expect(second.body.id).not.toBe(first.body.id);
    await rooms.sql(`update idempotency_keys set created_at = created_at - interval '25 hours' where key = $1`, [
      headers['idempotency-key'],
    ]);
    expect(await forgetBatch(rooms.db)).toBe(1);
  });
});

describe('at the same instant, on two replicas', () => {
  it('50 creations of one direct room from both sides give one room: one 201, the others 200', async () => {
    const [one, other] = [await rooms.auth.register('one'), await rooms.auth.register('other')];
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        create(index % 2 ? one : other, { type: 'direct', member_ids: [index % 2 ? other.id : one.id] }, { replica: index >> 1 }),
      ),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([...Array(49).fill(200), 201]);
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(await rooms.sql('select count(*)::int as events from events where stream_id = $1', [answers[0]?.body.id])).toEqual([
      { events: 1 },
    ]);
  });

  it('20 creations of one channel give one channel: one 201, the others 409', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, replica) => create(ada, { type: 'channel', name: 'Rush' }, { replica })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, ...Array(19).fill(409)]);
  });
});
