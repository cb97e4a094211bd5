import { randomUUIDv7 } from 'node:crypto';
import type { Invite } from '@parley/contracts';
import { loadStream } from '@parley/event-store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestUser } from '../fixture/fake-auth.ts';
import { type RoomsFixture, startRoomsFixture } from '../fixture/rooms-fixture.ts';
import { toPublished } from '../publish/to-published.ts';

let rooms: RoomsFixture;
let olga: TestUser;
let mia: TestUser;
let sam: TestUser;

beforeAll(async () => {
  rooms = await startRoomsFixture({ replicas: 2, settings: { PARLEY_INVITE_LOOKUPS_PER_MINUTE: '30' } });
  [olga, mia, sam] = [await rooms.auth.register('olga'), await rooms.auth.register('mia'), await rooms.auth.register('sam')];
});
afterAll(() => rooms?.stop());

/** Olga owns it, Mia is a member. */
async function makeRoom(type: 'group' | 'channel' = 'group'): Promise<string> {
  const body = { type, name: `Room ${randomUUIDv7()}`, description: 'About', member_ids: [mia.id] };
  return (await rooms.ask('POST', '/rooms', olga, { body })).body.id;
}

async function invite(roomId: string, body: object = {}, by: TestUser = olga): Promise<Invite> {
  const answer = await rooms.ask('POST', `/rooms/${roomId}/invites`, by, { body });
  expect([answer.status, answer.body.code?.length]).toEqual([201, 24]);
  return answer.body;
}

function codeOf({ status, body }: { status: number; body: { code?: string } | undefined }): string {
  return status >= 400 ? `${status} ${body?.code}` : String(status);
}

describe('an invitation', () => {
  it('shows people outside where it leads, and lets them in', async () => {
    const id = await makeRoom();
    const { code, ...made } = await invite(id, { max_uses: 5 });
    expect(made).toMatchObject({ room_id: id, created_by: { id: olga.id, username: 'olga' }, max_uses: 5, uses: 0 });
    expect(Date.parse(made.expires_at ?? '') - Date.parse(made.created_at)).toBeCloseTo(604_800_000, -4);

    const guest = await rooms.auth.register('guest');
    const preview = await rooms.ask('GET', `/invites/${code}`, guest, { replica: 1 });
    expect(preview.body).toMatchObject({
      code,
      room: { id, type: 'group', description: 'About', picture_url: null, member_count: 2 },
      inviter: { username: 'olga', display_name: 'olga of Test' },
      expires_at: made.expires_at,
      is_member: false,
    });
    expect(codeOf(await rooms.ask('GET', `/rooms/${id}`, guest))).toBe('403 not_a_member');
    const entered = await rooms.ask('POST', `/invites/${code}`, guest);
    expect([entered.status, entered.body.id, entered.body.role, entered.body.member_count]).toEqual([200, id, 'member', 3]);
    expect((await rooms.ask('GET', `/invites/${code}`, guest)).body.is_member).toBe(true);
    expect(codeOf(await rooms.ask('POST', `/invites/${code}`, guest))).toBe('409 already_member');
    expect((await rooms.ask('GET', `/rooms/${id}/invites`, olga)).body.items).toMatchObject([{ code, uses: 1 }]);
  });

  it('tells who came in by it, and never the code', async () => {
    const id = await makeRoom();
    const { code } = await invite(id);
    const guest = await rooms.auth.register('guest');
    await rooms.ask('POST', `/invites/${code}`, guest);
    const published = await toPublished(await loadStream(rooms.db, id, { limit: 10 }));
    const types = published.map((one) => one && JSON.parse(one.payload));
    expect(types.map((one) => one && [one.type, one.data.via])).toEqual([
      ['room.created', undefined],
      undefined,
      undefined,
      ['room.members_added', 'invite'],
    ]);
    expect(JSON.stringify(published)).not.toContain(code);
  });

  it('is for owner and admins to make and see, in groups and channels only', async () => {
    const id = await makeRoom('channel');
    const { code } = await invite(id);
    expect(codeOf(await rooms.ask('POST', `/rooms/${id}/invites`, mia, { body: {} }))).toBe('403 forbidden');
    expect(codeOf(await rooms.ask('GET', `/rooms/${id}/invites`, mia))).toBe('403 forbidden');
    expect(codeOf(await rooms.ask('POST', `/rooms/${id}/invites`, sam, { body: {} }))).toBe('403 not_a_member');
    expect(codeOf(await rooms.ask('GET', `/rooms/${id}/invites`, sam))).toBe('403 not_a_member');
    expect(codeOf(await rooms.ask('GET', `/rooms/${randomUUIDv7()}/invites`, olga))).toBe('404 room_not_found');
    const direct = (await rooms.ask('POST', '/rooms', olga, { body: { type: 'direct', member_ids: [mia.id] } })).body.id;
    expect(codeOf(await rooms.ask('POST', `/rooms/${direct}/invites`, olga, { body: {} }))).toBe('403 forbidden');
    for (const body of [{ expires_in_seconds: 59 }, { expires_in_seconds: 31_536_001 }, { max_uses: 0 }, { max_uses: 10_001 }])
      expect(codeOf(await rooms.ask('POST', `/rooms/${id}/invites`, olga, { body }))).toBe('400 validation_failed');
    await rooms.ask('PATCH', `/rooms/${id}/members/${mia.id}`, olga, { body: { role: 'admin' } });
    expect((await rooms.ask('GET', `/rooms/${id}/invites`, mia)).body.items).toMatchObject([{ code }]);
  });

  it('is withdrawn by owner, admins and whoever made it', async () => {
    const id = await makeRoom();
    await rooms.ask('PATCH', `/rooms/${id}/members/${mia.id}`, olga, { body: { role: 'admin' } });
    const [hers, his] = [await invite(id, {}, mia), await invite(id)];
    await rooms.ask('PATCH', `/rooms/${id}/members/${mia.id}`, olga, { body: { role: 'member' } });
    expect(codeOf(await rooms.ask('DELETE', `/invites/${his.code}`, mia))).toBe('403 forbidden');
    expect(codeOf(await rooms.ask('DELETE', `/invites/${hers.code}`, sam))).toBe('403 not_a_member');
    expect(codeOf(await rooms.ask('DELETE', `/invites/${hers.code}`, mia))).toBe('204');
    expect(codeOf(await rooms.ask('DELETE', `/invites/${hers.code}`, mia))).toBe('404 invite_invalid');
    expect(codeOf(await rooms.ask('POST', `/invites/${hers.code}`, sam))).toBe('404 invite_invalid');
    expect(codeOf(await rooms.ask('GET', `/invites/${hers.code}`, sam))).toBe('404 invite_invalid');
    expect((await rooms.ask('GET', `/rooms/${id}/invites`, olga)).body.items.map((one: Invite) => one.code)).toEqual([his.code]);
  });

  it('that expired, is used up, never was, or whose room is deleted says the same', async () => {
    const id = await makeRoom();
    const [expired, spent, orphan] = [await invite(id, { expires_in_seconds: 60 }), await invite(id, { max_uses: 1 }), await invite(id)];
    await rooms.sql("update invites set expires_at = now() - interval '1 millisecond' where code = $1", [expired.code]);
    const guest = await rooms.auth.register('guest');
    expect((await rooms.ask('POST', `/invites/${spent.code}`, guest)).status).toBe(200);
    expect((await rooms.ask('GET', `/rooms/${id}/invites`, olga)).body.items.map((one: Invite) => one.code)).toEqual([orphan.code]);
    const stranger = await rooms.auth.register('stranger');
    for (const code of [expired.code, spent.code, 'nothing', 'a'.repeat(24)])
      for (const method of ['GET', 'POST'] as const)
        expect([code, codeOf(await rooms.ask(method, `/invites/${code}`, stranger))]).toEqual([code, '404 invite_invalid']);
    expect(codeOf(await rooms.ask('GET', '/invites/%00', stranger))).toBe('400 validation_failed');
    await rooms.ask('DELETE', `/rooms/${id}`, olga);
    expect(codeOf(await rooms.ask('POST', `/invites/${orphan.code}`, stranger))).toBe('404 invite_invalid');
    expect(codeOf(await rooms.ask('GET', `/invites/${orphan.code}`, stranger))).toBe('404 invite_invalid');
  });

  it('can be made a hundred times for a room, and again when one is withdrawn', async () => {
    const id = await makeRoom();
    const made: Invite[] = [];
    for (let nth = 0; nth < 100; nth += 1) made.push(await invite(id));
    expect(codeOf(await rooms.ask('POST', `/rooms/${id}/invites`, olga, { body: {} }))).toBe('409 limit_reached');
    expect((await rooms.ask('GET', `/rooms/${id}/invites`, olga)).body.items).toHaveLength(100);
    expect((await rooms.ask('DELETE', `/invites/${made[0]?.code}`, olga)).status).toBe(204);
    await invite(id);
  });

  it('is not found by trying: a person looks at a limited number in a minute, over all replicas', async () => {
    const prober = await rooms.auth.register('prober');
    const answers = [];
    for (let nth = 0; nth < 33; nth += 1)
      answers.push(await rooms.ask(nth % 3 === 0 ? 'POST' : 'GET', `/invites/guess${nth}`, prober, { replica: nth }));
    expect(answers.map(codeOf)).toEqual([...Array(30).fill('404 invite_invalid'), ...Array(3).fill('429 too_many_requests')]);
    expect(Number(answers.at(-1)?.headers['retry-after'])).toBeGreaterThan(0);
    expect(codeOf(await rooms.ask('GET', '/invites/guess', await rooms.auth.register('another')))).toBe('404 invite_invalid');
  });
});

describe('50 people who accept at the same instant, on two replicas', () => {
  it('share exactly as many places as there are', async () => {
    const id = await makeRoom();
    const { code } = await invite(id, { max_uses: 20 });
    const people = await Promise.all(Array.from({ length: 50 }, (_, index) => rooms.auth.register(`guest${index}`)));
    const answers = await Promise.all(people.map((person, replica) => rooms.ask('POST', `/invites/${code}`, person, { replica })));
    expect(
      Object.fromEntries(
        Map.groupBy(answers, codeOf)
          .entries()
          .map(([key, all]) => [key, all.length]),
      ),
    ).toEqual({
      '200': 20,
      '404 invite_invalid': 30,
    });
    const [room] = await rooms.sql(
      `select member_count, (select count(*)::int from memberships where room_id = id) as members,
        (select uses from invites where code = $2) as uses from rooms where id = $1`,
      [id, code],
    );
    expect(room).toEqual({ member_count: 22, members: 22, uses: 20 });
  });

  it('and one person who accepts 20 times uses one place', async () => {
    const id = await makeRoom();
    const { code } = await invite(id, { max_uses: 20 });
    const eager = await rooms.auth.register('eager');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, replica) => rooms.ask('POST', `/invites/${code}`, eager, { replica })),
    );
    expect(answers.map(codeOf).sort()).toEqual(['200', ...Array(19).fill('409 already_member')]);
    expect((await rooms.ask('GET', `/rooms/${id}/invites`, olga)).body.items).toMatchObject([{ uses: 1 }]);
  });

  it('and a withdrawal in between lets nobody in after it', async () => {
    const id = await makeRoom();
    const { code } = await invite(id);
    const people = await Promise.all(Array.from({ length: 30 }, (_, index) => rooms.auth.register(`late${index}`)));
    const accepting = people.map((person, replica) => rooms.ask('POST', `/invites/${code}`, person, { replica }));
    const withdrawn = rooms.ask('DELETE', `/invites/${code}`, olga);
    const answers = (await Promise.all(accepting)).map(codeOf);
    expect((await withdrawn).status).toBe(204);
    const stored = await rooms.sql('select type from events where stream_id = $1 order by version', [id]);
    expect(stored.at(-1)?.type === 'InviteRevoked' || stored.at(-1)?.type === 'MembersAdded').toBe(true);
    const after = stored.slice(stored.findIndex((row) => row.type === 'InviteRevoked') + 1);
    expect(after.filter((row) => row.type === 'InviteAccepted')).toEqual([]);
    expect(stored.filter((row) => row.type === 'InviteAccepted')).toHaveLength(answers.filter((answer) => answer === '200').length);
  });
});
