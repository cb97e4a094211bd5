import { randomUUIDv7 } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { subjects } from '@parley/contracts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { TestUser } from '../fixture/fake-auth.ts';
import { type RoomsFixture, startRoomsFixture } from '../fixture/rooms-fixture.ts';

let rooms: RoomsFixture;
let olga: TestUser;
let mia: TestUser;
let sam: TestUser;

beforeAll(async () => {
  rooms = await startRoomsFixture({ settings: { PARLEY_ROOMS_PER_PERSON: '4' } });
  [olga, mia, sam] = [await rooms.auth.register('olga'), await rooms.auth.register('mia'), await rooms.auth.register('sam')];
});
afterAll(() => rooms?.stop());

async function makeRoom(body: object = {}): Promise<string> {
  const owner = await rooms.auth.register('owner');
  const answer = await rooms.ask('POST', '/rooms', owner, { body: { type: 'group', name: 'Room', ...body } });
  expect(answer.status).toBe(201);
  owners.set(answer.body.id, owner);
  return answer.body.id;
}
const owners = new Map<string, TestUser>();
function ownerOf(id: string): TestUser {
  const owner = owners.get(id);
  if (!owner) throw new Error('nobody made this room');
  return owner;
}

function codeOf({ status, body }: { status: number; body: { code?: string } | undefined }): string {
  return body?.code ? `${status} ${body.code}` : String(status);
}

describe('settings', () => {
  it('begin with what everybody expects, and change one by one', async () => {
    const id = await makeRoom();
    const owner = ownerOf(id);
    const initial = { picture_url: null, slow_mode_seconds: 0, history_visibility: 'all', shows_receipts: false };
    expect((await rooms.ask('GET', `/rooms/${id}`, owner)).body).toMatchObject(initial);
    const picture_id = rooms.neighbours.upload(owner);
    const changes = [{ picture_id }, { slow_mode_seconds: 21_600 }, { history_visibility: 'joined' }, { shows_receipts: true }];
    for (const body of changes) expect((await rooms.ask('PATCH', `/rooms/${id}`, owner, { body })).status).toBe(200);
    const changed = {
      name: 'Room',
      picture_url: `/api/v1/media/${picture_id}`,
      slow_mode_seconds: 21_600,
      history_visibility: 'joined',
      shows_receipts: true,
    };
    expect((await rooms.ask('GET', '/rooms', owner)).body.items).toMatchObject([changed]);
    expect((await rooms.ask('PATCH', `/rooms/${id}`, owner, { body: { picture_id: null } })).body).toMatchObject({
      ...changed,
      picture_url: null,
    });
  });

  it('can be given to a new room', async () => {
    const owner = await rooms.auth.register('owner');
    const picture_id = rooms.neighbours.upload(owner);
    const wish = { type: 'group', name: 'Room', picture_id, history_visibility: 'joined' };
    const { id } = (await rooms.ask('POST', '/rooms', owner, { body: wish })).body;
    expect(rooms.neighbours.claims.at(-1)).toEqual({ user_id: owner.id, id: picture_id, room_id: id });
    expect((await rooms.ask('GET', `/rooms/${id}`, owner)).body).toMatchObject({
      picture_url: `/api/v1/media/${picture_id}`,
      history_visibility: 'joined',
    });
  });

  it('take no picture that is not the own upload, and none while media cannot be asked', async () => {
    const id = await makeRoom();
    const owner = ownerOf(id);
    const others = rooms.neighbours.upload(olga);
    const attempts = () => [
      () => rooms.ask('PATCH', `/rooms/${id}`, owner, { body: { name: 'New', picture_id: others } }),
      () => rooms.ask('POST', '/rooms', olga, { body: { type: 'group', name: 'Not made', picture_id: randomUUIDv7() } }),
    ];
    for (const attempt of attempts()) expect(codeOf(await attempt())).toBe('422 unprocessable');
    rooms.neighbours.state.mediaUp = false;
    const answers = [];
    for (const attempt of attempts()) answers.push(codeOf(await attempt()));
    rooms.neighbours.state.mediaUp = true;
    expect(answers).toEqual(['503 unavailable', '503 unavailable']);
    expect((await rooms.ask('GET', `/rooms/${id}`, owner)).body).toMatchObject({ name: 'Room', picture_url: null });
    expect((await rooms.ask('GET', '/rooms', olga)).body.items.map((room: { name: string }) => room.name)).not.toContain('Not made');
  });

  it('are refused where they make no sense, and to members', async () => {
    const id = await makeRoom({ member_ids: [mia.id] });
    const bodies = [
      { slow_mode_seconds: -1 },
      { slow_mode_seconds: 21_601 },
      { slow_mode_seconds: 1.5 },
      { history_visibility: 'none' },
      { picture_id: 'x' },
    ];
    for (const body of bodies)
      expect(codeOf(await rooms.ask('PATCH', `/rooms/${id}`, ownerOf(id), { body }))).toBe('400 validation_failed');
    expect(codeOf(await rooms.ask('PATCH', `/rooms/${id}`, mia, { body: { slow_mode_seconds: 5 } }))).toBe('403 forbidden');
    expect(codeOf(await rooms.ask('PATCH', `/rooms/${id}`, sam, { body: { slow_mode_seconds: 5 } }))).toBe('403 not_a_member');
    expect(codeOf(await rooms.ask('PATCH', `/rooms/${randomUUIDv7()}`, sam, { body: { slow_mode_seconds: 5 } }))).toBe(
      '404 room_not_found',
    );
  });
});

describe('muting', () => {
  it('is each member’s own affair, until a time, for good, or no more', async () => {
    const id = await makeRoom({ member_ids: [olga.id] });
    const mute = (body: object, user = olga) => rooms.ask('PUT', `/rooms/${id}/mute`, user, { body });
    const shown = async (user: TestUser | undefined) => {
      const { muted, muted_until } = (await rooms.ask('GET', `/rooms/${id}`, user)).body;
      return [muted, muted_until];
    };
    expect((await mute({ muted: true, until: '2099-01-01T00:00:00Z' })).body).toEqual({
      muted: true,
      muted_until: '2099-01-01T00:00:00.000Z',
    });
    expect(await shown(olga)).toEqual([true, '2099-01-01T00:00:00.000Z']);
    expect(await shown(ownerOf(id))).toEqual([false, null]);
    expect((await mute({ muted: true })).body).toEqual({ muted: true, muted_until: null });
    expect(await shown(olga)).toEqual([true, null]);
    expect((await rooms.ask('GET', '/rooms', olga)).body.items).toMatchObject([{ id, muted: true, muted_until: null }]);
    expect((await mute({ muted: false })).body).toEqual({ muted: false, muted_until: null });
    expect(await shown(olga)).toEqual([false, null]);
    const types = (await rooms.sql('select type from events where stream_id = $1 order by version', [id])).map((row) => row.type);
    expect(types).toEqual(['RoomCreated', 'RoomMuted', 'RoomMuted', 'RoomUnmuted']);
  });

  it('is told to one’s own devices, once for each change', async () => {
    const id = await makeRoom({ member_ids: [olga.id] });
    const heard: unknown[] = [];
    const subscription = rooms.nats.nc.subscribe(subjects.user(olga.id), {
      callback: (_error, message) => void heard.push(JSON.parse(message.string())),
    });
    await rooms.nats.flush();
    const mute = (body: object) => rooms.ask('PUT', `/rooms/${id}/mute`, olga, { body });
    for (const body of [{ muted: true }, { muted: true }, { muted: false }]) await mute(body);
    const told = { kind: 'room.muted', room_id: id, muted_until: null };
    await vi.waitFor(() => expect(heard).toHaveLength(2));
    expect(heard).toEqual([
      { ...told, muted: true },
      { ...told, muted: false },
    ]);
    subscription.unsubscribe();
  });

  it('ends by itself when its time comes', async () => {
    const id = await makeRoom({ member_ids: [olga.id] });
    const until = new Date(Date.now() + 1_500).toISOString();
    expect((await rooms.ask('PUT', `/rooms/${id}/mute`, olga, { body: { muted: true, until } })).status).toBe(200);
    expect((await rooms.ask('GET', `/rooms/${id}`, olga)).body.muted).toBe(true);
    await delay(Date.parse(until) - Date.now() + 20);
    expect((await rooms.ask('GET', `/rooms/${id}`, olga)).body).toMatchObject({ muted: false, muted_until: null });
  });

  it('works in direct rooms, and is refused to strangers and for times that make no sense', async () => {
    const [one, other] = [await rooms.auth.register('one'), await rooms.auth.register('other')];
    const { id } = (await rooms.ask('POST', '/rooms', one, { body: { type: 'direct', member_ids: [other.id] } })).body;
    const mute = (body: object, user: TestUser) => rooms.ask('PUT', `/rooms/${id}/mute`, user, { body });
    expect((await mute({ muted: true }, one)).status).toBe(200);
    expect(codeOf(await mute({ muted: true }, sam))).toBe('403 not_a_member');
    expect(codeOf(await mute({ muted: true, until: '2020-01-01T00:00:00Z' }, one))).toBe('400 validation_failed');
    expect(codeOf(await mute({ muted: false, until: '2099-01-01T00:00:00Z' }, one))).toBe('400 validation_failed');
    expect(codeOf(await mute({}, one))).toBe('400 validation_failed');
    expect(codeOf(await rooms.ask('PUT', `/rooms/${randomUUIDv7()}/mute`, one, { body: { muted: true } }))).toBe('404 room_not_found');
  });
});

describe('who is in as many rooms as one can be in', () => {
  it('enters no other, by any way, and leaves one to enter another', async () => {
    const [busy, host] = [await rooms.auth.register('busy'), await rooms.auth.register('host')];
    const create = (user: TestUser, body: object) => rooms.ask('POST', '/rooms', user, { body });
    const own = [];
    for (let nth = 0; nth < 4; nth += 1) own.push((await create(busy, { type: 'group', name: `Own ${nth}` })).body.id);
    const group = (await create(host, { type: 'group', name: 'Other' })).body.id;
    const channel = (await create(host, { type: 'channel', name: `Open ${randomUUIDv7()}` })).body.id;
    const { code } = (await rooms.ask('POST', `/rooms/${group}/invites`, host, { body: {} })).body;
    const attempts = () => [
      () => create(busy, { type: 'group', name: 'One more' }),
      () => create(host, { type: 'group', name: 'With them', member_ids: [busy.id] }),
      () => create(host, { type: 'direct', member_ids: [busy.id] }),
      () => rooms.ask('POST', `/rooms/${group}/members`, host, { body: { user_id: busy.id } }),
      () => rooms.ask('POST', `/rooms/${group}/members`, host, { body: { user_ids: [mia.id, busy.id] } }),
      () => rooms.ask('POST', `/rooms/${channel}/join`, busy),
      () => rooms.ask('POST', `/invites/${code}`, busy),
    ];
    for (const attempt of attempts()) expect(codeOf(await attempt())).toBe('409 limit_reached');
    expect((await rooms.ask('GET', `/rooms/${group}`, host)).body.member_count).toBe(1);
    // Whoever is named in a list and is in already needs no place.
    expect((await rooms.ask('POST', `/rooms/${own[0]}/members`, busy, { body: { user_ids: [busy.id, sam.id] } })).body.added).toEqual([
      sam.id,
    ]);
    await rooms.ask('DELETE', `/rooms/${own[3]}`, busy);
    expect((await rooms.ask('POST', `/rooms/${channel}/join`, busy)).status).toBe(200);
  });
});
