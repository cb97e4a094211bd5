import { randomUUID } from 'node:crypto';
import { mediaIdSchema } from '@parley/contracts';
import { loadStream } from '@parley/event-store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  command,
  createMessagesFixture,
  knownAs,
  type MessagesFixture,
  memberRemoved,
  roomCreated,
} from '../../fixture/messages-fixture.ts';

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

describe('what a room asks of those who write', () => {
  const set = (room: string, change: Partial<{ writing_closed: boolean; slow_mode_seconds: number }>) =>
    messages.db.updateTable('rooms').set(change).where('room_id', '=', room).execute();
  const codes = (outcomes: Awaited<ReturnType<typeof messages.send>>) => outcomes.map((outcome) => (outcome.ok ? 'posted' : outcome.code));

  it('takes no message while writing is closed', async () => {
    const room = await messages.openRoom(ada);
    await set(room, { writing_closed: true });
    expect(codes(await messages.send(command(room, ada)))).toEqual(['room_closed']);
    await set(room, { writing_closed: false });
    expect(codes(await messages.send(command(room, ada)))).toEqual(['posted']);
  });

  it('takes one message of a member in so many seconds, inside a batch too, and those of owners always', async () => {
    const room = await messages.openRoom(ada, grace);
    await set(room, { slow_mode_seconds: 60 });
    const outcomes = await messages.send(command(room, grace), command(room, grace), command(room, ada), command(room, ada));
    expect(codes(outcomes)).toEqual(['posted', 'slow_mode', 'posted', 'posted']);
    expect(outcomes.map((outcome) => outcome.ok && outcome.seq)).toEqual([4, false, 5, 6]);
    const [later] = await messages.send(command(room, grace));
    expect(later).toMatchObject({ ok: false, code: 'slow_mode' });
    expect(later && !later.ok && (later.retry_after_ms ?? 0) > 50_000).toBe(true);
    await set(room, { slow_mode_seconds: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect(codes(await messages.send(command(room, grace)))).toEqual(['posted']);
  });
});

describe('what a message carries', () => {
  const rowOf = async (room: string, seq: number) =>
    messages.db.selectFrom('messages').selectAll().where('room_id', '=', room).where('seq', '=', seq).executeTakeFirstOrThrow();

  it('mentions the members it calls by name, not its sender, strangers, or anybody in code', async () => {
    const [anna, bert, carl] = [randomUUID(), randomUUID(), randomUUID()];
    await knownAs(messages.db, { Anna: anna, bert, carl });
    const room = await messages.openRoom(anna, bert);
    const content = '@bert @anna @carl `@bert`';
    const [first, second] = await messages.send(command(room, anna, { content }), command(room, anna, { content: '`@bert`' }));
    if (!first?.ok || !second?.ok) throw new Error('not posted');
    expect(await rowOf(room, first.seq)).toMatchObject({ mentions: [bert], mentions_everyone: null, text_nr: 1 });
    expect(await rowOf(room, second.seq)).toMatchObject({ mentions: null, text_nr: 2 });
    const rows = await messages.db.selectFrom('mentions').selectAll().where('room_id', '=', room).execute();
    expect(rows).toEqual([{ user_id: bert, room_id: room, seq: first.seq }]);
    const [event] = await loadStream(messages.db, room, { afterVersion: first.seq - 1, limit: 1 });
    expect(event).toMatchObject({ data: { mentions: [bert], mentions_everyone: null, attachments: [] } });
  });

  it('calls everybody from anybody in a small room, from owner and admins in a large one', async () => {
    const crowd = Array.from({ length: 21 }, () => randomUUID());
    const [owner = '', member = ''] = crowd;
    const [small, large] = [await messages.openRoom(...crowd.slice(0, 20)), await messages.openRoom(...crowd)];
    const outcomes = await messages.send(
      command(small, member, { content: '@room' }),
      command(large, member, { content: '@room' }),
      command(large, owner, { content: '@here' }),
    );
    const rooms = [small, large, large];
    const rows = await Promise.all(outcomes.map((outcome, index) => rowOf(rooms[index] ?? '', outcome.ok ? outcome.seq : 0)));
    expect(rows.map((row) => row.mentions_everyone)).toEqual(['room', null, 'here']);
  });

  it('keeps its attachments, which tell a repetition from another message', async () => {
    const room = await messages.openRoom(ada);
    const file = {
      id: mediaIdSchema.parse(randomUUID()),
      name: 'a.png',
      media_type: 'image/png',
      bytes: 7,
      width: 1,
      height: 1,
      has_thumbnail: true,
    };
    const asked = command(room, ada, { content: '', attachment_ids: [file.id] });
    const [sent] = await messages.send({ ...asked, attachments: [file] });
    if (!sent?.ok) throw new Error('not posted');
    expect(await rowOf(room, sent.seq)).toMatchObject({ content: '', attachments: [file] });
    expect(await messages.send({ ...asked })).toEqual([{ ...sent, duplicate: true }]);
    expect(codesOf(await messages.send({ ...asked, attachment_ids: [randomUUID()] }))).toEqual(['idempotency_mismatch']);
  });

  const codesOf = (outcomes: Awaited<ReturnType<typeof messages.send>>) =>
    outcomes.map((outcome) => (outcome.ok ? 'posted' : outcome.code));

  it('is what a replica of the version before still posts', async () => {
    const room = await messages.openRoom(ada);
    const id = () => [randomUUID()];
    const { rows } = await messages.pool.query(
      'select outcome, posted_seq from append_messages($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::uuid[], $8::text[])',
      [[room], [ada], id(), id(), id(), ['Old'], [null], [null]],
    );
    expect(rows).toEqual([{ outcome: 'posted', posted_seq: 3 }]);
    expect(await rowOf(room, 3)).toMatchObject({ content: 'Old', text_nr: 1, mentions: null });
  });
});
