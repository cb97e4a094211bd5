import { randomUUIDv7 } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestUser } from '../fixture/fake-auth.ts';
import { type RoomsFixture, startRoomsFixture } from '../fixture/rooms-fixture.ts';

let rooms: RoomsFixture;
let olga: TestUser;
let adam: TestUser;
let mia: TestUser;
let sam: TestUser;

beforeAll(async () => {
  rooms = await startRoomsFixture({ replicas: 2 });
  [olga, adam, mia, sam] = [
    await rooms.auth.register('olga'),
    await rooms.auth.register('adam'),
    await rooms.auth.register('mia'),
    await rooms.auth.register('sam'),
  ];
});
afterAll(() => rooms?.stop());

/** Olga owns it, Adam is an admin, Mia a member. */
async function makeRoom(type: 'group' | 'channel' = 'group'): Promise<string> {
  const body = { type, name: `Room ${randomUUIDv7()}`, member_ids: [adam.id, mia.id] };
  const { id } = (await rooms.ask('POST', '/rooms', olga, { body })).body;
  await rooms.ask('PATCH', `/rooms/${id}/members/${adam.id}`, olga, { body: { role: 'admin' } });
  return id;
}

async function rolesIn(roomId: string): Promise<Record<string, string>> {
  const rows = await rooms.sql('select username, role from memberships join users on id = user_id where room_id = $1', [roomId]);
  return Object.fromEntries(rows.map((row) => [row.username, row.role]));
}

function codeOf({ status, body }: { status: number; body: { code?: string } | undefined }): string {
  return body?.code ? `${status} ${body.code}` : String(status);
}

describe('adding', () => {
  it('lets any member add one person, who reads the room from then on', async () => {
    const id = await makeRoom();
    expect(codeOf(await rooms.ask('GET', `/rooms/${id}`, sam))).toBe('403 not_a_member');
    const added = await rooms.ask('POST', `/rooms/${id}/members`, mia, { body: { user_id: sam.id } });
    expect([added.status, added.body]).toEqual([200, { added: [sam.id] }]);
    expect((await rooms.ask('GET', `/rooms/${id}`, sam)).body).toMatchObject({ id, member_count: 4, role: 'member' });
  });
  it('refuses one person who is in already, and skips them in a list', async () => {
    const id = await makeRoom();
    expect(codeOf(await rooms.ask('POST', `/rooms/${id}/members`, olga, { body: { user_id: mia.id } }))).toBe('409 already_member');
    const listed = await rooms.ask('POST', `/rooms/${id}/members`, olga, { body: { user_ids: [mia.id, sam.id, sam.id] } });
    expect(listed.body).toEqual({ added: [sam.id] });
    expect((await rooms.ask('POST', `/rooms/${id}/members`, olga, { body: { user_ids: [mia.id] } })).body).toEqual({ added: [] });
  });
  it('adds 500 people in one call, and lists them in pages', async () => {
    const id = await makeRoom();
    const people = await Promise.all(Array.from({ length: 500 }, (_, index) => rooms.auth.register(`person${index}`)));
    const { body } = await rooms.ask('POST', `/rooms/${id}/members`, olga, { body: { user_ids: people.map((one) => one.id) } });
    expect(body.added).toHaveLength(500);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = (await rooms.ask('GET', `/rooms/${id}/members`, mia, { query: { limit: '90', ...(cursor ? { cursor } : {}) } })).body;
      seen.push(...page.items.map((item: { username: string }) => item.username));
      cursor = page.next_cursor ?? undefined;
    } while (cursor);
    expect(seen.slice(0, 3)).toEqual(['olga', 'adam', 'mia']);
    expect(new Set(seen).size).toBe(503);
    expect(seen).toHaveLength(503);
  });
  it('refuses strangers, unknown people and unknown rooms, each in its way', async () => {
    const id = await makeRoom();
    const body = { user_id: sam.id };
    expect(codeOf(await rooms.ask('POST', `/rooms/${id}/members`, sam, { body }))).toBe('403 not_a_member');
    expect(codeOf(await rooms.ask('POST', `/rooms/${id}/members`, olga, { body: { user_id: randomUUIDv7() } }))).toBe('404 user_not_found');
    expect(codeOf(await rooms.ask('POST', `/rooms/${randomUUIDv7()}/members`, olga, { body }))).toBe('404 room_not_found');
    expect(codeOf(await rooms.ask('POST', '/rooms/none/members', olga, { body }))).toBe('400 validation_failed');
  });
});

describe('joining and leaving', () => {
  it('lets anyone into a channel and out again', async () => {
    const id = await makeRoom('channel');
    const joined = await rooms.ask('POST', `/rooms/${id}/join`, sam);
    expect([joined.status, joined.body.role, joined.body.member_count]).toEqual([200, 'member', 4]);
    expect(codeOf(await rooms.ask('POST', `/rooms/${id}/join`, sam))).toBe('409 already_member');
    expect((await rooms.ask('POST', `/rooms/${id}/leave`, sam)).status).toBe(204);
    expect(codeOf(await rooms.ask('POST', `/rooms/${id}/leave`, sam))).toBe('403 not_a_member');
    expect((await rooms.ask('POST', `/rooms/${id}/join`, sam)).status).toBe(200);
  });
  it('lets nobody into a group uninvited', async () => {
    const id = await makeRoom();
    expect(codeOf(await rooms.ask('POST', `/rooms/${id}/join`, sam))).toBe('403 not_a_member');
  });
  it('lets the owner go only after handing over', async () => {
    const id = await makeRoom();
    expect(codeOf(await rooms.ask('POST', `/rooms/${id}/leave`, olga))).toBe('409 owner_must_transfer');
    expect(codeOf(await rooms.ask('POST', `/rooms/${id}/transfer`, adam, { body: { user_id: adam.id } }))).toBe('403 forbidden');
    expect((await rooms.ask('POST', `/rooms/${id}/transfer`, olga, { body: { user_id: mia.id } })).status).toBe(204);
    expect(await rolesIn(id)).toEqual({ olga: 'admin', adam: 'admin', mia: 'owner' });
    expect((await rooms.ask('DELETE', `/rooms/${id}/members/${olga.id}`, olga)).status).toBe(204);
  });
  it('deletes a room that its last member leaves', async () => {
    const { id } = (await rooms.ask('POST', '/rooms', sam, { body: { type: 'group', name: 'Alone' } })).body;
    expect((await rooms.ask('POST', `/rooms/${id}/leave`, sam)).status).toBe(204);
    expect(codeOf(await rooms.ask('GET', `/rooms/${id}`, sam))).toBe('404 room_not_found');
    expect((await rooms.sql('select type from events where stream_id = $1 order by version', [id])).map((row) => row.type)).toEqual([
      'RoomCreated',
      'MemberRemoved',
      'RoomDeleted',
    ]);
  });
  it('keeps a direct room as it is', async () => {
    const { id } = (await rooms.ask('POST', '/rooms', olga, { body: { type: 'direct', member_ids: [adam.id] } })).body;
    const attempts = [
      await rooms.ask('POST', `/rooms/${id}/leave`, olga),
      await rooms.ask('POST', `/rooms/${id}/members`, olga, { body: { user_id: sam.id } }),
      await rooms.ask('DELETE', `/rooms/${id}/members/${adam.id}`, olga),
      await rooms.ask('PATCH', `/rooms/${id}`, olga, { body: { name: 'Ours' } }),
      await rooms.ask('DELETE', `/rooms/${id}`, olga),
    ];
    expect(attempts.map(codeOf)).toEqual(Array(5).fill('403 forbidden'));
    expect(codeOf(await rooms.ask('GET', `/rooms/${id}`, sam))).toBe('403 not_a_member');
  });
});

describe('removing', () => {
  it('is for owner and admins, and never hits the owner', async () => {
    const id = await makeRoom();
    expect(codeOf(await rooms.ask('DELETE', `/rooms/${id}/members/${adam.id}`, mia))).toBe('403 forbidden');
    expect(codeOf(await rooms.ask('DELETE', `/rooms/${id}/members/${olga.id}`, adam))).toBe('403 forbidden');
    expect(codeOf(await rooms.ask('DELETE', `/rooms/${id}/members/${sam.id}`, olga))).toBe('404 user_not_found');
    expect((await rooms.ask('DELETE', `/rooms/${id}/members/${mia.id}`, adam)).status).toBe(204);
    expect(codeOf(await rooms.ask('GET', `/rooms/${id}/members`, mia))).toBe('403 not_a_member');
    expect(await rolesIn(id)).toEqual({ olga: 'owner', adam: 'admin' });
  });
});

describe('details and deletion', () => {
  it('lets owner and admins change name and description', async () => {
    const id = await makeRoom('channel');
    const changed = await rooms.ask('PATCH', `/rooms/${id}`, adam, { body: { name: 'New name', description: 'About' } });
    expect([changed.status, changed.body.name, changed.body.description]).toEqual([200, 'New name', 'About']);
    expect((await rooms.ask('PATCH', `/rooms/${id}`, olga, { body: { description: null } })).body).toMatchObject({
      name: 'New name',
      description: null,
    });
    expect(codeOf(await rooms.ask('PATCH', `/rooms/${id}`, mia, { body: { name: 'Mine' } }))).toBe('403 forbidden');
    expect(codeOf(await rooms.ask('PATCH', `/rooms/${id}`, olga, { body: { name: '' } }))).toBe('400 validation_failed');
  });
  it('lets the owner alone delete, for everyone at once', async () => {
    const id = await makeRoom('channel');
    expect(codeOf(await rooms.ask('DELETE', `/rooms/${id}`, adam))).toBe('403 forbidden');
    expect((await rooms.ask('DELETE', `/rooms/${id}`, olga)).status).toBe(204);
    for (const user of [olga, adam, mia, sam]) expect(codeOf(await rooms.ask('GET', `/rooms/${id}`, user))).toBe('404 room_not_found');
    expect(codeOf(await rooms.ask('POST', `/rooms/${id}/join`, sam))).toBe('404 room_not_found');
  });
});

describe('at the same instant, on two replicas', () => {
  it('50 people who join a channel are all in, once, with dense versions', async () => {
    const id = await makeRoom('channel');
    const people = await Promise.all(Array.from({ length: 50 }, (_, index) => rooms.auth.register(`joiner${index}`)));
    const answers = await Promise.all(people.map((person, replica) => rooms.ask('POST', `/rooms/${id}/join`, person, { replica })));
    expect(answers.map((answer) => answer.status)).toEqual(Array(50).fill(200));
    const [room] = await rooms.sql(
      `select member_count, version, (select count(*)::int from memberships where room_id = id) as members,
        (select max(version) from events where stream_id = id) as head from rooms where id = $1`,
      [id],
    );
    expect(room).toEqual({ member_count: 53, members: 53, version: 52, head: 52 });
  });
  it('one person who joins 20 times is in once', async () => {
    const id = await makeRoom('channel');
    const answers = await Promise.all(Array.from({ length: 20 }, (_, replica) => rooms.ask('POST', `/rooms/${id}/join`, sam, { replica })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array(19).fill(409)]);
  });
  it('an owner who hands over to two people makes one owner', async () => {
    const id = await makeRoom();
    const answers = await Promise.all(
      [adam, mia].map((heir, replica) => rooms.ask('POST', `/rooms/${id}/transfer`, olga, { body: { user_id: heir.id }, replica })),
    );
    expect(answers.map(codeOf).sort()).toEqual(['204', '403 forbidden']);
    expect(Object.values(await rolesIn(id)).filter((role) => role === 'owner')).toHaveLength(1);
  });
  it('two members who leave together with the owner behind them delete no room that someone is in', async () => {
    const id = await makeRoom();
    const leaving = [adam, mia, olga].map((user, replica) => rooms.ask('POST', `/rooms/${id}/leave`, user, { replica }));
    const [first, second, owner] = (await Promise.all(leaving)).map(codeOf);
    expect([first, second]).toEqual(['204', '204']);
    const gone = codeOf(await rooms.ask('GET', `/rooms/${id}`, olga)) === '404 room_not_found';
    expect(owner).toBe(gone ? '204' : '409 owner_must_transfer');
  });
});
