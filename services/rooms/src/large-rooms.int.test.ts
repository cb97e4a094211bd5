import { randomUUIDv7 } from 'node:crypto';
import { presenceAudienceRpc, type UserId } from '@parley/contracts';
import { requestRpc } from '@parley/messaging';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestUser } from './fixture/fake-auth.ts';
import { type RoomsFixture, startRoomsFixture } from './fixture/rooms-fixture.ts';

let rooms: RoomsFixture;
let olga: TestUser;
let channel: string;
let people: UserId[];

/** Everybody is known already: what is measured is the room. */
beforeAll(async () => {
  rooms = await startRoomsFixture();
  olga = await rooms.auth.register('olga');
  channel = (await rooms.ask('POST', '/rooms', olga, { body: { type: 'channel', name: 'Everybody' } })).body.id;
  people = Array.from({ length: 10_000 }, () => randomUUIDv7() as UserId);
  await rooms.sql(
    `insert into users (id, username, display_name) select id, 'user_' || n, 'Person ' || n from unnest($1::uuid[]) with ordinality as p (id, n)`,
    [people],
  );
  await rooms.sql(
    `insert into users (id, username, display_name) select gen_random_uuid(), 'else_' || n, 'Else ' || n from generate_series(1, 50000) n`,
  );
  await rooms.sql('analyze users');
});
afterAll(() => rooms?.stop());

describe('a channel of 10,000 people', () => {
  it('takes 500 in a call, as one event each', async () => {
    const startedAt = performance.now();
    for (let from = 0; from < people.length; from += 500) {
      const user_ids = people.slice(from, from + 500);
      const { status, body } = await rooms.ask('POST', `/rooms/${channel}/members`, olga, { body: { user_ids } });
      expect([status, body.added?.length]).toEqual([200, 500]);
    }
    const seconds = (performance.now() - startedAt) / 1_000;
    expect(seconds).toBeLessThan(30);
    expect(await rooms.sql('select member_count, version from rooms where id = $1', [channel])).toEqual([
      { member_count: 10_001, version: 21 },
    ]);
    await rooms.sql('analyze memberships');
  }, 60_000);

  it('refuses more than 500 in a call', async () => {
    const { status, body } = await rooms.ask('POST', `/rooms/${channel}/members`, olga, { body: { user_ids: people.slice(0, 501) } });
    expect([status, body.code]).toEqual([400, 'validation_failed']);
  });

  it('is listed in pages, everybody once, the last page reading as little as the first', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    let last: string | undefined;
    do {
      const { body } = await rooms.ask('GET', `/rooms/${channel}/members`, olga, {
        query: { limit: '100', ...(cursor ? { cursor } : {}) },
      });
      seen.push(...body.items.map((item: { id: string }) => item.id));
      last = cursor;
      cursor = body.next_cursor ?? undefined;
    } while (cursor);
    expect([seen.length, new Set(seen).size, seen[0]]).toEqual([10_001, 10_001, olga.id]);
    const [rank, joinedMs, userId] = JSON.parse(Buffer.from(last ?? '', 'base64url').toString('utf8'));
    const plan = await rooms.sql(
      `explain (analyze, buffers, format json)
        select member.user_id, person.username from memberships member join users person on person.id = member.user_id
        where member.room_id = $1 and (member.role_rank, member.joined_at, member.user_id) > ($2::smallint, $3::timestamptz, $4::uuid)
        order by member.role_rank, member.joined_at, member.user_id limit 101`,
      [channel, rank, new Date(joinedMs), userId],
    );
    const text = JSON.stringify(plan);
    expect(text).toContain('memberships_listed');
    expect(text).not.toContain('Seq Scan');
    expect(plan[0]?.['QUERY PLAN'][0].Plan['Shared Hit Blocks']).toBeLessThan(1_500);
  }, 60_000);

  it('is searched by name', async () => {
    const names = async (q: string) =>
      (await rooms.ask('GET', `/rooms/${channel}/members`, olga, { query: { q } })).body.items.map(
        (one: { username: string }) => one.username,
      );
    expect(await names('USER_9999')).toEqual(['user_9999']);
    expect(await names('person 10000')).toEqual(['user_10000']);
    expect(await names('else_1')).toEqual([]);
    expect(await names('%')).toEqual([]);
    expect((await rooms.ask('GET', `/rooms/${channel}/members`, olga, { query: { q: '\0' } })).status).toBe(400);
    const first = (await rooms.ask('GET', `/rooms/${channel}/members`, olga, { query: { q: 'user_1', limit: '7' } })).body;
    const second = (
      await rooms.ask('GET', `/rooms/${channel}/members`, olga, { query: { q: 'user_1', limit: '7', cursor: first.next_cursor } })
    ).body;
    expect(new Set([...first.items, ...second.items].map((one: { id: string }) => one.id)).size).toBe(14);
  });

  it('is told to nobody when somebody comes or goes: it is larger than presence goes', async () => {
    const user_id = people[0] as UserId;
    expect(await requestRpc(rooms.nats, presenceAudienceRpc, { user_id, max_members: 200 })).toMatchObject({ room_ids: [] });
    expect(await requestRpc(rooms.nats, presenceAudienceRpc, { user_id, max_members: 10_001 })).toMatchObject({ room_ids: [channel] });
  });

  it('ends for all of them at once', async () => {
    const startedAt = performance.now();
    expect((await rooms.ask('DELETE', `/rooms/${channel}`, olga)).status).toBe(204);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    expect(await rooms.sql('select count(*)::int from memberships where room_id = $1', [channel])).toEqual([{ count: 0 }]);
  });
});
