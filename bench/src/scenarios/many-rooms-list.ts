import { Agent, get } from 'node:http';
import type { RoomList } from '@parley/contracts';
import { registerUser, type Stack, startStack, type TestUser } from '@parley/testing';
import pg from 'pg';
import { serversCpuMs } from '../offered-load.ts';
import { type Percentiles, percentiles } from '../percentiles.ts';

export type RoomListOptions = { rooms: readonly number[]; others: number; requests: number };
/**
 * Milliseconds through the gateway, of the first page and of any page, and the CPU of each server for one page, by the number of rooms
 * that the person is in.
 */
export type RoomListResult = Record<number, { firstPageMs: Percentiles; anyPageMs: Percentiles; cpuMsPerPage: Record<string, number> }>;

/**
 * GET /rooms of somebody in many rooms, on an installation with `others` more. Rooms are put into the tables as the services would
 * have: making thousands of them through the API would take longer than everything that is measured.
 */
export async function measureRoomList({ rooms, others, requests }: RoomListOptions): Promise<RoomListResult> {
  const stack = await startStack({ ownPostgres: true, env: { LOG_LEVEL: 'warn' } });
  try {
    const other = await registerUser(stack, 'other');
    await fillIn(stack, await registerUser(stack, 'crowd'), { other, count: others });
    const results: RoomListResult = {};
    for (const count of rooms) {
      const user = await registerUser(stack, `in${count}`);
      await fillIn(stack, user, { other, count });
      results[count] = await measure(stack, user, requests);
    }
    return results;
  } finally {
    await stack.stop();
  }
}

/** Until then the services compile, and Postgres writes out what was filled in: pages that are measured first would cost more than later ones. */
const warmUp = 1_000;

async function measure(stack: Stack, user: TestUser, requests: number): Promise<RoomListResult[number]> {
  const agent = new Agent({ keepAlive: true });
  const ask = async (cursor: string | null) => {
    const query = cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const { status, text, ms } = await read(agent, `${stack.url}/api/v1/rooms${query}`, user.accessToken);
    const { items, next_cursor } = JSON.parse(text) as RoomList;
    if (status !== 200 || items.length === 0) throw new Error(`the list of rooms answered ${status} with ${items?.length} rooms`);
    return { ms, next: next_cursor };
  };
  for (let nth = 0; nth < warmUp; nth += 1) await ask(null);
  const before = serversCpuMs(stack);
  const first: number[] = [];
  for (let nth = 0; nth < requests; nth += 1) first.push((await ask(null)).ms);
  const any: number[] = [];
  for (let cursor: string | null = null; any.length < requests; ) {
    const { ms, next } = await ask(cursor);
    any.push(ms);
    cursor = next;
  }
  const used = Object.entries(serversCpuMs(stack)).map(([name, ms]) => [name, (ms - (before[name] ?? 0)) / (first.length + any.length)]);
  agent.destroy();
  return { firstPageMs: percentiles(first), anyPageMs: percentiles(any), cpuMsPerPage: Object.fromEntries(used) };
}

/** From the request to the last byte of the answer: what a client then does with it is its own affair. */
function read(agent: Agent, url: string, token: string): Promise<{ status: number | undefined; text: string; ms: number }> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const request = get(url, { agent, headers: { authorization: `Bearer ${token}` } }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      const ms = performance.now() - startedAt;
      resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString(), ms });
    });
    request.on('error', reject);
  });
}

type Filling = { other: TestUser; count: number };

/** Vacuumed, as an installation is that has run for a day. Groups of two; every tenth has ten messages that nobody has read, the others one. */
async function fillIn({ databases }: Stack, user: TestUser, { other, count }: Filling): Promise<void> {
  const ids = await inDatabase(databases.rooms.ownerUrl, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `with room as (
         insert into rooms (id, type, name, version, member_count, created_at)
         select gen_random_uuid(), 'group', 'Room ' || n, 1, 2, now() - interval '1 day' from generate_series(1, $2::int) n returning id
       ), member as (
         insert into memberships (room_id, user_id, role, joined_at)
         select id, who, 'member', now() - interval '1 day' from room cross join unnest($1::uuid[]) who 
       )
       select id from room`,
      [[user.id, other.id], count],
    );
    await client.query('vacuum (analyze)');
    return rows.map(({ id }) => id);
  });
  await inDatabase(databases.messages.ownerUrl, async (client) => {
    await client.query(
      `with room as (
         insert into rooms (room_id, type, name, head, opened_at, last_activity_at, text_count)
         select id, 'group', 'Room', 13, now() - interval '1 day', now() - n * interval '1 minute', case when n % 10 = 0 then 10 else 1 end
         from unnest($1::uuid[]) with ordinality as asked (id, n)
         returning room_id, text_count
       ), member as (
         insert into room_members (room_id, user_id, role, joined_seq, joined_at)
         select room_id, who, 'member', 2, now() - interval '1 day' from room cross join unnest($2::uuid[]) who
       )
       insert into messages (room_id, seq, message_id, message_type, sender_id, client_id, content, created_at, text_nr)
       select room_id, 3 + nr, gen_random_uuid(), 'text', $3::uuid, gen_random_uuid(), 'Message ' || nr, now(), nr
       from room cross join lateral generate_series(1, room.text_count) nr`,
      [ids, [user.id, other.id], other.id],
    );
    await client.query('vacuum (analyze)');
  });
}

async function inDatabase<Result>(connectionString: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
