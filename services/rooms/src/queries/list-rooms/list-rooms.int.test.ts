import { roomIdSchema } from '@parley/contracts';
import { createDatabase, type Database } from '@parley/event-store';
import { explainFunction } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestUser } from '../../fixture/fake-auth.ts';
import { type RoomsFixture, startRoomsFixture } from '../../fixture/rooms-fixture.ts';
import type { RoomsDatabase } from '../../rooms-database.ts';
import { listRooms } from './list-rooms.ts';

let rooms: RoomsFixture;
let counted: Database<RoomsDatabase>;
let statements = 0;

beforeAll(async () => {
  rooms = await startRoomsFixture();
  // Others, or the planner would be right to read the whole of small tables.
  // A thousand at a time: a transaction that writes for long holds back the relay.
  const fillIn = () =>
    rooms.sql(
      `with room as (
       insert into rooms (id, type, name, version, member_count, created_at)
       select gen_random_uuid(), 'group', 'Other', 1, 2, now() from generate_series(1, 1000) returning id
     ), member as (
       insert into memberships (room_id, user_id, role, joined_at)
       select id, gen_random_uuid(), 'member', now() from room cross join generate_series(1, 2)
     ), pair as (
       insert into direct_pairs (low_user_id, high_user_id, room_id)
       select least(id, other), greatest(id, other), id from (select id, gen_random_uuid() as other from room) as two
     ), person as (
       insert into users (id, username, display_name) select id, 'other', 'Other' from room
     )
     insert into blocks (blocker_id, blocked_id, created_at) select id, gen_random_uuid(), now() from room limit 250`,
    );
  for (let nth = 0; nth < 20; nth += 1) await fillIn();
  counted = createDatabase({ url: rooms.database.url, poolSize: 2, applicationName: 'counted' });
  counted.pool.on('connect', (client) => {
    const query = client.query.bind(client);
    client.query = ((...asked: Parameters<typeof query>) => {
      statements += 1;
      return query(...asked);
    }) as typeof client.query;
  });
});
afterAll(async () => {
  await counted?.close();
  await rooms?.stop();
});

/** Someone in direct rooms and groups, of all of which `messages` knows. */
async function personInRooms(count: number): Promise<TestUser> {
  const user = await rooms.auth.register(`in${count}`);
  const made: Array<{ id: string }> = [];
  for (let nth = 0; nth < count; nth += 500) made.push(...(await someRooms(user, 500)));
  rooms.neighbours.activity.clear();
  for (const [index, { id }] of made.entries()) {
    rooms.neighbours.activity.set(roomIdSchema.parse(id), { last_activity_at: new Date(1e12 + index).toISOString() });
  }
  await rooms.sql('analyze');
  return user;
}

function someRooms(user: TestUser, count: number): Promise<Array<{ id: string }>> {
  return rooms.sql(
    `with room as (
       insert into rooms (id, type, name, version, member_count, created_at)
       select gen_random_uuid(), case when n % 2 = 0 then 'direct' else 'group' end, case when n % 2 = 1 then 'Room ' || n end, 1, 2, now()
       from generate_series(1, $2::int) n returning id, type
     ), member as (
       insert into memberships (room_id, user_id, role, joined_at) select id, $1::uuid, 'member', '2000-01-01' from room
     ), person as (
       insert into users (id, username, display_name) select gen_random_uuid(), 'p' || n, 'P' from generate_series(1, $2::int) n
     ), pair as (
       insert into direct_pairs (low_user_id, high_user_id, room_id)
       select least(other, $1::uuid), greatest(other, $1::uuid), id from (select id, gen_random_uuid() as other from room where type = 'direct') d
     )
     select id from room`,
    [user.id, count],
  );
}

describe('what a page of rooms costs', () => {
  it.each([500, 5_000])('is one statement for a person in %i rooms, with look-ups by key for the page alone', async (count) => {
    const { id: viewerId } = await personInRooms(count);
    const read = (cursor?: string) => listRooms({ db: counted.db, nats: rooms.nats, log: rooms.log }, { viewerId, cursor, limit: 50 });
    const first = await read();
    const cursor = first.next_cursor ?? undefined;
    for (const page of [() => read(), () => read(cursor)]) {
      statements = 0;
      const { items, has_more } = await page();
      expect([items.length, has_more]).toEqual([50, true]);
      expect(statements).toBe(1);
    }
    const { rows: page } = await counted.pool.query<{ ids: string[] }>(
      'select array_agg(room_id) as ids from (select room_id from memberships where user_id = $1 limit 50) as mine',
      [viewerId],
    );
    const plan = await explainFunction(counted.pool, 'member_rooms', {
      p_user: `'${viewerId}'::uuid`,
      p_rooms: `'{${page[0]?.ids.join()}}'::uuid[]`,
      p_joined_since: "'2020-01-01'::timestamptz",
      p_newest: '50',
    });
    expect(plan.filter((node) => node.type === 'Seq Scan' && node.loops > 0)).toEqual([]);
    expect(plan.filter((node) => node.table === 'rooms').reduce((sum, node) => sum + node.loops, 0)).toBe(50);
  });
});
