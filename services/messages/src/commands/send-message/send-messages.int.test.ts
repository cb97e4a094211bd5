import { randomUUID } from 'node:crypto';
import { loadStream } from '@parley/event-store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command, createMessagesFixture, type MessagesFixture, memberRemoved, roomCreated } from '../../fixture/messages-fixture.ts';

let messages: MessagesFixture;
const ada = randomUUID();
const grace = randomUUID();

beforeAll(async () => {
  messages = await createMessagesFixture();
});
afterAll(() => messages.stop());

describe('a batch of messages', () => {
  it('gets dense places in each of its rooms, in the order asked, and wakes the relay once', async () => {
    const [one, two] = [await messages.openRoom(ada, grace), await messages.openRoom(ada)];
    const wakes = messages.calls.wakes;
    const outcomes = await messages.send(command(one, ada), command(two, ada), command(one, grace), command(one, ada));
    // One line opens a room, one lets each member in.
    expect(outcomes.map((outcome) => outcome.ok && outcome.seq)).toEqual([4, 3, 5, 6]);
    expect(messages.calls.wakes).toBe(wakes + 1);
    const log = await loadStream(messages.db, one, { limit: 100 });
    expect(log.map((event) => [event.version, event.type])).toEqual([
      [1, 'RoomOpened'],
      [2, 'MemberJoined'],
      [3, 'MemberJoined'],
      [4, 'MessagePosted'],
      [5, 'MessagePosted'],
      [6, 'MessagePosted'],
    ]);
  });

  it('answers a repetition with the first result, also inside one batch and after leaving, and another content with a mismatch', async () => {
    const room = await messages.openRoom(ada, grace);
    const twice = command(room, grace);
    const [first, second] = await messages.send(twice, { ...twice });
    expect(second).toEqual({ ...first, duplicate: true });
    const [other, elsewhere] = await messages.send({ ...twice, content: 'Other' }, { ...twice, room_id: await messages.openRoom(grace) });
    expect([other, elsewhere]).toMatchObject([{ code: 'idempotency_mismatch' }, { code: 'idempotency_mismatch' }]);
    await messages.record(memberRemoved(room, grace));
    expect(await messages.send({ ...twice })).toEqual([{ ...first, duplicate: true }]);
    expect(await messages.send(command(room, grace))).toMatchObject([{ ok: false, code: 'not_a_member' }]);
  });

  it('refuses each command for its own reason and posts the others', async () => {
    const room = await messages.openRoom(ada);
    const closed = await messages.openRoom(ada);
    await messages.record({ type: 'room.deleted', room_id: closed, at: '2026-11-20T12:00:00.000Z', actor_id: null, data: {} } as never);
    const outcomes = await messages.send(
      command(randomUUID(), ada),
      command(room, grace),
      command(closed, ada),
      command(room, ada, { reply_to: randomUUID() }),
      command(room, ada),
    );
    expect(outcomes.map((outcome) => (outcome.ok ? 'posted' : outcome.code))).toEqual([
      'room_not_found',
      'not_a_member',
      'room_closed',
      'validation_failed',
      'posted',
    ]);
  });

  it('takes a reply to a message of the room only', async () => {
    const [room, other] = [await messages.openRoom(ada), await messages.openRoom(ada)];
    const [target] = await messages.send(command(room, ada));
    if (!target?.ok) throw new Error('not posted');
    const outcomes = await messages.send(command(room, ada, { reply_to: target.id }), command(other, ada, { reply_to: target.id }));
    expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, false]);
  });

  it('takes a client_id in capitals for the same one: once, it failed the batch for everybody in it', async () => {
    const [one, two] = [await messages.openRoom(ada), await messages.openRoom(ada, grace)];
    const client_id = 'abcdef00-aaaa-4aaa-8aaa-abcdefabcdef';
    const outcomes = await messages.send(
      command(one, ada, { client_id }),
      command(two, ada, { client_id: client_id.toUpperCase() }),
      command(two, grace),
    );
    expect(outcomes.map((outcome) => (outcome.ok ? 'posted' : outcome.code))).toEqual(['posted', 'idempotency_mismatch', 'posted']);
  });
});

describe('a message of somebody unknown in the room', () => {
  it('is posted after rooms was asked, when it turns out to be allowed', async () => {
    const fresh = randomUUID();
    messages.whenCatchingUp(async () => messages.record(roomCreated(fresh, [ada])));
    expect(await Promise.all(messages.enqueue(command(fresh, ada)))).toMatchObject([{ ok: true }]);
  });

  it('holds up nobody of its batch while rooms does not answer, and fails nobody when it is away', async () => {
    const room = await messages.openRoom(ada);
    const rooms = Promise.withResolvers<void>();
    messages.whenCatchingUp(() => rooms.promise);
    const [stranger, member] = messages.enqueue(command(randomUUID(), grace), command(room, ada));
    expect(await member).toMatchObject({ ok: true });
    expect(await Promise.all(messages.enqueue(command(room, ada)))).toMatchObject([{ ok: true }]);
    rooms.reject(new Error('rooms is away'));
    expect(await stranger).toMatchObject({ ok: false, code: 'unavailable' });
  });
});

describe('many batches at once', () => {
  it('leave no hole, no double and no deadlock, with rooms shared in every order', async () => {
    const rooms = await Promise.all(Array.from({ length: 5 }, () => messages.openRoom(ada, grace)));
    const batch = (nth: number) =>
      Array.from({ length: 20 }, (_, index) =>
        command(rooms[(nth * 7 + index * (nth % 2 === 0 ? 1 : 4)) % 5] ?? '', index % 2 ? ada : grace),
      );
    const outcomes = (await Promise.all(Array.from({ length: 30 }, (_, nth) => messages.send(...batch(nth))))).flat();
    expect(outcomes.filter((outcome) => !outcome.ok)).toEqual([]);
    for (const room of rooms) {
      const log = await loadStream(messages.db, room, { limit: 1_000 });
      expect(log.map((event) => event.version)).toEqual(log.map((_event, index) => index + 1));
      // Publication order is the room's order: a transaction that came to the room later has the larger id.
      const positions = log.map((event) => [event.tx, event.position] as const);
      expect(positions).toEqual([...positions].sort(([a, x], [b, y]) => Number(a - b) || Number(x - y)));
    }
  });

  it('of the same client_id for two rooms post one of them', async () => {
    const [one, two] = [await messages.openRoom(ada), await messages.openRoom(ada)];
    for (let round = 0; round < 20; round += 1) {
      const client_id = randomUUID();
      const results = await Promise.all([messages.send(command(one, ada, { client_id })), messages.send(command(two, ada, { client_id }))]);
      expect(
        results
          .flat()
          .map((outcome) => (outcome.ok ? 'posted' : outcome.code))
          .sort(),
      ).toEqual(['idempotency_mismatch', 'posted']);
    }
  });
});
