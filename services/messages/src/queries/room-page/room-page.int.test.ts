import { randomUUIDv7 } from 'node:crypto';
import { type RoomId, type RoomPage, type UserId, userIdSchema } from '@parley/contracts';
import { explainFunction } from '@parley/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command, createMessagesFixture, type MessagesFixture, memberRemoved, roomCreated } from '../../fixture/messages-fixture.ts';
import { createUserProfiles } from '../../projections/users/user-profiles.ts';
import { roomPage } from './room-page.ts';

let messages: MessagesFixture;
const person = (): UserId => userIdSchema.parse(randomUUIDv7());

beforeAll(async () => {
  messages = await createMessagesFixture();
});
afterAll(() => messages.stop());

function page(user_id: UserId, after: { placed_at: string; room_id: RoomId } | null = null, limit = 50): Promise<RoomPage> {
  const profiles = createUserProfiles({ db: messages.db, ask: async () => [] });
  return roomPage({ db: messages.db, profiles }, { user_id, after, limit });
}

async function everyPage(user: UserId, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let after: { placed_at: string; room_id: RoomId } | null = null;
  for (;;) {
    const { rooms, has_more }: RoomPage = await page(user, after, limit);
    ids.push(...rooms.map((room) => room.room_id));
    after = rooms.at(-1) ?? null;
    if (!has_more) return ids;
  }
}

async function nameThem(...people: UserId[]): Promise<void> {
  for (const user_id of people) {
    const row = { user_id, username: `name_${user_id.slice(-6)}`, display_name: 'Name', avatar_url: null };
    await messages.db.insertInto('users').values(row).execute();
  }
}

/** A person in `count` rooms of two; in the `n`th, `n` messages modulo 10 are unread. Filled in by the table, not by the log. */
async function personInRooms(count: number): Promise<UserId> {
  const [user, other] = [person(), person()];
  await nameThem(other);
  for (let nth = 0; nth < count; nth += 500) await someRooms([user, other], nth + 1, Math.min(count, nth + 500));
  return user;
}

async function someRooms([user, other]: [UserId, UserId], from: number, to: number): Promise<void> {
  await sql`
    with room as (
      insert into rooms (room_id, type, name, head, opened_at, last_activity_at, text_count)
      select gen_random_uuid(), 'group', 'Room ' || n, 3 + n % 10, now(), now() - n * interval '1 minute', n % 10
      from generate_series(${from}::int, ${to}::int) n
      returning room_id, text_count
    ), member as (
      insert into room_members (room_id, user_id, role, joined_seq)
      select room_id, who, 'member', 2 from room cross join unnest(${[user, other]}::uuid[]) as who
    )
    insert into messages (room_id, seq, message_id, message_type, sender_id, client_id, content, created_at, text_nr)
    select room_id, 3 + nr, gen_random_uuid(), 'text', ${other}::uuid, gen_random_uuid(), 'Hello ' || nr, now(), nr
    from room cross join lateral generate_series(1, room.text_count) as nr`.execute(messages.db);
}

describe('a page of rooms', () => {
  it('has the most recent activity first, with last message, unread count and head', async () => {
    const [ada, grace] = [person(), person()];
    await nameThem(ada, grace);
    const [first, second] = [await messages.openRoom(ada, grace), await messages.openRoom(ada, grace)];
    await messages.send(command(first, grace, { content: 'One' }), command(first, grace, { content: 'Two' }), command(first, ada));
    const { rooms, has_more } = await page(ada);
    expect(has_more).toBe(false);
    expect(rooms.map((room) => room.room_id)).toEqual([first, second]);
    expect(rooms[0]).toMatchObject({
      head: 6,
      unread_count: 2,
      last_read_seq: 2,
      last_message: { content: 'Hello', seq: 6, sender_username: `name_${ada.slice(-6)}`, sender_display_name: 'Name' },
    });
    expect(rooms[1]).toMatchObject({ head: 3, unread_count: 0, last_message: null });
  });

  it('passes over deleted messages, and shows a sender whom nobody knows as deleted', async () => {
    const [ada, ghost] = [person(), person()];
    await nameThem(ada);
    const room = await messages.openRoom(ada, ghost);
    await messages.send(command(room, ghost, { content: 'Stays' }));
    const [last] = await messages.send(command(room, ada, { content: 'Goes' }));
    if (!last?.ok) throw new Error('not posted');
    await messages.db.updateTable('messages').set({ deleted_at: new Date(), content: null }).where('message_id', '=', last.id).execute();
    const [shown] = (await page(ada)).rooms;
    expect(shown?.last_message).toMatchObject({ content: 'Stays', sender_username: 'deleted_user', sender_display_name: 'Deleted user' });
  });

  it('has no room that was left or is closed', async () => {
    const ada = person();
    const [left, closed, stays] = [await messages.openRoom(ada), await messages.openRoom(ada), await messages.openRoom(ada)];
    await messages.record(memberRemoved(left, ada));
    await messages.record({ type: 'room.deleted', room_id: closed, at: '2026-11-20T12:00:00.000Z', actor_id: null, data: {} } as never);
    expect((await page(ada)).rooms.map((room) => room.room_id)).toEqual([stays]);
  });

  it('counts joining as activity: a quiet channel stands on top for who has just joined it', async () => {
    const [ada, grace] = [person(), person()];
    const channel = randomUUIDv7();
    await messages.record(roomCreated(channel, [grace]));
    const busy = await messages.openRoom(ada, grace);
    await messages.db
      .updateTable('rooms')
      .set({ last_activity_at: new Date('2020-01-01') })
      .where('room_id', '=', channel)
      .execute();
    const data = { members: [{ user_id: ada, role: 'member' }] };
    await messages.record({ type: 'room.members_added', room_id: channel, at: '2026-11-20T12:00:00.000Z', actor_id: ada, data } as never);
    expect((await page(ada)).rooms.map((room) => room.room_id)).toEqual([channel, busy]);
    expect((await page(grace)).rooms[0]?.room_id).toBe(busy);
  });

  it('follows the one before without holes or repetitions, also among rooms of one instant and while rooms move up', async () => {
    const user = await personInRooms(60);
    await sql`update rooms set last_activity_at = '2026-11-20T12:00:00Z' where room_id in (
      select room_id from room_members where user_id = ${user}::uuid limit 30)`.execute(messages.db);
    const all = await everyPage(user, 100);
    expect(new Set(all).size).toBe(60);
    expect(await everyPage(user, 7)).toEqual(all);

    const first = await page(user, null, 20);
    // What moves up between two pages is not shown twice, nor does it push anything out of the next page.
    await messages.db
      .updateTable('rooms')
      .set({ last_activity_at: new Date() })
      .where('room_id', 'in', [all[3] ?? '', all[25] ?? ''])
      .execute();
    const second = await page(user, first.rooms.at(-1) ?? null, 20);
    const expected = all.slice(20).filter((id) => id !== all[25]);
    expect(second.rooms.map((room) => room.room_id)).toEqual(expected.slice(0, 20));
  });
});

describe('what a page costs', () => {
  it.each([500, 5_000])('is one statement for a person in %i rooms, with look-ups by key and counts for the page alone', async (count) => {
    const user = await personInRooms(count);
    await sql`analyze rooms, room_members, messages, read_cursors, users`.execute(messages.db).catch(() => undefined);
    await page(user);
    const statements = messages.calls.statements;
    const { rooms, has_more } = await page(user);
    expect(messages.calls.statements - statements).toBe(1);
    expect([rooms.length, has_more]).toEqual([50, true]);
    expect(rooms.map((room) => room.unread_count)).toEqual(Array.from({ length: 50 }, (_, index) => (index + 1) % 10));

    const given = { p_user: `'${user}'::uuid`, p_after_time: 'null::timestamptz', p_after_room: 'null::uuid', p_limit: '51' };
    const plan = await explainFunction(messages.pool, 'room_page', given);
    expect(plan.filter((node) => node.type === 'Seq Scan' && node.table !== 'users' && node.loops > 0)).toEqual([]);
    const counted = plan.filter((node) => node.table?.startsWith('messages') && node.loops > 0);
    expect(counted.length).toBeGreaterThan(0);
    // 51 rooms (one tells whether more follow), three times: the last message, the unread ones, those that call everybody.
    expect(counted.reduce((sum, node) => sum + node.loops, 0)).toBeLessThanOrEqual(3 * 51);
  });
});
