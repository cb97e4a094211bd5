import { randomUUIDv7 } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestUser } from '../fixture/fake-auth.ts';
import { type RoomsFixture, startRoomsFixture } from '../fixture/rooms-fixture.ts';

let rooms: RoomsFixture;
let people: TestUser[];

beforeAll(async () => {
  rooms = await startRoomsFixture({ replicas: 2 });
  people = [];
  for (let nth = 0; nth < 50; nth += 1) people.push(await rooms.auth.register(`person${nth}`));
});
afterAll(() => rooms?.stop());

const tally = (answers: ReadonlyArray<{ status: number }>) =>
  Object.fromEntries([...Map.groupBy(answers, ({ status }) => status)].map(([status, all]) => [status, all.length]));

async function group(owner: TestUser, members: readonly TestUser[]): Promise<string> {
  const body = { type: 'group', name: `Room ${randomUUIDv7()}`, member_ids: members.map((one) => one.id) };
  return (await rooms.ask('POST', '/rooms', owner, { body })).body.id;
}

/** How many owners the room had after each of its events: what anybody who follows the log sees. */
async function ownersAlong(roomId: string): Promise<number[]> {
  const events = await rooms.sql('select type, data from events where stream_id = $1 order by version', [roomId]);
  const owners = new Set<string>();
  return events.map(({ type, data }) => {
    if (type === 'RoomCreated') for (const one of data.members) if (one.role === 'owner') owners.add(one.userId);
    if (type === 'MemberRoleChanged' && data.role === 'owner') owners.add(data.userId);
    if (type === 'MemberRoleChanged' && data.role !== 'owner') owners.delete(data.userId);
    if (type === 'MemberRemoved') owners.delete(data.userId);
    return owners.size;
  });
}

describe('50 clients at the same instant, on two replicas', () => {
  it('hand one room over to 50 people: one succeeds, and there is always at most one owner, and one in the end', async () => {
    const [owner, ...heirs] = [await rooms.auth.register('first'), ...people] as [TestUser, ...TestUser[]];
    const id = await group(owner, heirs);
    const answers = await Promise.all(
      heirs.map((heir, replica) => rooms.ask('POST', `/rooms/${id}/transfer`, owner, { body: { user_id: heir.id }, replica })),
    );
    expect(tally(answers)).toEqual({ 204: 1, 403: 49 });
    expect(await rooms.sql("select count(*)::int from memberships where room_id = $1 and role = 'owner'", [id])).toEqual([{ count: 1 }]);
    const along = await ownersAlong(id);
    expect([Math.max(...along), along.at(-1)]).toEqual([1, 1]);
  });

  it('pass a room on from hand to hand while its owners try to leave: nobody leaves it without an owner', async () => {
    const id = await group(people[0] as TestUser, people.slice(1));
    await Promise.all(
      people.flatMap((person, nth) => {
        const next = people[(nth + 1) % people.length] as TestUser;
        return [
          rooms.ask('POST', `/rooms/${id}/transfer`, person, { body: { user_id: next.id }, replica: nth }),
          rooms.ask('POST', `/rooms/${id}/leave`, person, { replica: nth + 1 }),
        ];
      }),
    );
    const rows = await rooms.sql('select role from memberships where room_id = $1', [id]);
    const [room] = await rooms.sql('select member_count, deleted_at from rooms where id = $1', [id]);
    expect(room?.member_count).toBe(rows.length);
    if (rows.length === 0) expect(room?.deleted_at).not.toBeNull();
    else expect(rows.filter((row) => row.role === 'owner')).toHaveLength(1);
    expect(Math.max(...(await ownersAlong(id)))).toBe(1);
  });

  it('create the direct rooms of people who have just registered, from both sides: nobody waits for the other for ever', async () => {
    for (let round = 0; round < 20; round += 1) {
      // Nothing has told of them yet: every request writes down both, each in its own order.
      const unheard = { hidden: true };
      const [one, other] = await Promise.all([rooms.auth.register('one', unheard), rooms.auth.register('other', unheard)]);
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, nth) => {
          const [from, to] = nth % 2 === 0 ? [one, other] : [other, one];
          return rooms.ask('POST', '/rooms', from, { body: { type: 'direct', member_ids: [to.id] }, replica: nth >> 1 });
        }),
      );
      expect(tally(answers)).toEqual({ 200: 7, 201: 1 });
    }
  });

  it('create the direct room of two people: it is one', async () => {
    const [one, other] = [await rooms.auth.register('one'), await rooms.auth.register('other')];
    const answers = await Promise.all(
      people.map((_person, nth) => {
        const [from, to] = nth % 2 === 0 ? [one, other] : [other, one];
        return rooms.ask('POST', '/rooms', from, { body: { type: 'direct', member_ids: [to.id] }, replica: nth >> 1 });
      }),
    );
    expect(tally(answers)).toEqual({ 200: 49, 201: 1 });
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
  });

  it('create channels of one name: one has the slug', async () => {
    const name = `Name ${randomUUIDv7()}`;
    const answers = await Promise.all(
      people.map((person, replica) => rooms.ask('POST', '/rooms', person, { body: { type: 'channel', name }, replica })),
    );
    expect(tally(answers)).toEqual({ 201: 1, 409: 49 });
  });

  it('remove one member: one does, and the room counts right', async () => {
    const id = await group(people[0] as TestUser, people.slice(1));
    await Promise.all(
      people.slice(1, 26).map((one) => rooms.ask('PATCH', `/rooms/${id}/members/${one.id}`, people[0], { body: { role: 'admin' } })),
    );
    const target = people[49] as TestUser;
    const answers = await Promise.all(
      people.slice(0, 26).map((person, replica) => rooms.ask('DELETE', `/rooms/${id}/members/${target.id}`, person, { replica })),
    );
    expect(tally(answers)).toEqual({ 204: 1, 404: 25 });
    expect((await rooms.ask('GET', `/rooms/${id}`, people[0])).body.member_count).toBe(49);
  });
});
