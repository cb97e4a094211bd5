import { randomUUID } from 'node:crypto';
import type { Position, PublishedRoomEvent } from '@parley/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command, createMessagesFixture, type MessagesFixture, memberRemoved } from '../../fixture/messages-fixture.ts';
import { recordRoomEvent } from './record-room-event.ts';

let messages: MessagesFixture;

beforeAll(async () => {
  messages = await createMessagesFixture();
});
afterAll(() => messages.stop());

describe('a group that begins with hundreds of people', () => {
  it('is written in a handful of statements: once, three for each held the relays back for a second', async () => {
    const people = Array.from({ length: 500 }, () => randomUUID());
    const statements = messages.calls.statements;
    const room = await messages.openRoom(...people);
    const used = messages.calls.statements - statements;
    expect(used).toBeGreaterThan(5);
    expect(used).toBeLessThan(20);
    const members = await messages.db.selectFrom('room_members').selectAll().where('room_id', '=', room).orderBy('joined_seq').execute();
    expect(members.map((member) => [member.user_id, member.joined_seq])).toEqual(people.map((id, index) => [id, index + 2]));
    expect(await headOf(room)).toBe(501);
  });

  it('takes those back who had left, where they join again', async () => {
    const [ada, grace, linus] = [randomUUID(), randomUUID(), randomUUID()];
    const room = await messages.openRoom(ada, grace);
    await messages.record(memberRemoved(room, grace));
    const members = [grace, linus].map((user_id) => ({ user_id, role: 'admin' }));
    const added = { type: 'room.members_added', room_id: room, at: '2026-11-20T12:00:00.000Z', actor_id: ada, data: { members } };
    await messages.record(added as PublishedRoomEvent);
    const rows = await messages.db.selectFrom('room_members').selectAll().where('room_id', '=', room).orderBy('joined_seq').execute();
    expect(rows.map(({ user_id, role, joined_seq, left_seq }) => [user_id, role, joined_seq, left_seq])).toEqual([
      [ada, 'owner', 2, null],
      [grace, 'admin', 5, null],
      [linus, 'admin', 6, null],
    ]);
    expect(await headOf(room)).toBe(6);
  });
});

describe('a direct room that is closed for writing', () => {
  const event = (room_id: string, type: string, data: object) =>
    messages.record({ type, room_id, at: '2026-11-20T12:00:00.000Z', actor_id: null, data } as PublishedRoomEvent);

  it('refuses what is sent until it is opened, and keeps what was said', async () => {
    const [ada, grace] = [randomUUID(), randomUUID()];
    const room = await messages.openRoom(ada, grace);
    const [before] = await messages.send(command(room, ada));
    await event(room, 'room.writing_closed', { reason: 'blocked' });
    const refused = await messages.send(command(room, ada), command(room, grace));
    expect(refused).toMatchObject([
      { ok: false, code: 'room_closed' },
      { ok: false, code: 'room_closed' },
    ]);
    await event(room, 'room.writing_opened', {});
    const [after] = await messages.send(command(room, ada));
    expect([before, after]).toMatchObject([
      { ok: true, seq: 4 },
      { ok: true, seq: 7 },
    ]);
  });
});

describe('an event of `rooms`', () => {
  const consume = (type: string, payload: object) =>
    messages.db
      .transaction()
      .execute((trx) => recordRoomEvent(trx, { ...consumed, type, streamId: room_id, payload: JSON.stringify(payload) }));
  const room_id = randomUUID();
  const consumed = {
    service: 'rooms',
    version: 1,
    eventId: randomUUID(),
    schemaVersion: 1,
    position: '1-1' as Position,
    previous: '0-0' as Position,
    epoch: 'test',
  } as const;

  it('that adds no line is passed over: of friends, or of a later release', async () => {
    await consume('friendship.requested', { type: 'friendship.requested', friendship_id: room_id });
    await consume('room.painted', { type: 'room.painted', room_id });
    expect(await headOf(room_id)).toBeUndefined();
  });

  it('of a known type in a wrong shape fails, so that it is tried again and put aside: once, it was skipped without a trace', async () => {
    await expect(consume('room.member_removed', { type: 'room.member_removed', room_id, data: {} })).rejects.toThrow('invalid_type');
    await expect(consume('room.deleted', {})).rejects.toThrow();
  });
});

describe('what rooms publishes besides lines of the log', () => {
  const at = '2026-11-20T12:00:00.000Z';

  it('adds nothing: muting, and types that this service does not know', async () => {
    const ada = randomUUID();
    const room = await messages.openRoom(ada);
    const muted = { type: 'room.muted', room_id: room, at, actor_id: ada, data: { user_id: ada, muted_until: null } };
    await messages.record(muted as PublishedRoomEvent);
    await messages.record({ type: 'friendship.ended', room_id: room, at, actor_id: ada, data: { user_ids: [] } } as never);
    expect(await headOf(room)).toBe(2);
  });

  it('is a fault when it is of a known type and cannot be read', async () => {
    const room = await messages.openRoom(randomUUID());
    const malformed = { type: 'room.member_removed', room_id: room, at, actor_id: null, data: {} };
    await expect(messages.record(malformed as never)).rejects.toMatchObject({
      issues: [{ path: ['data', 'user_id'] }, { path: ['data', 'reason'] }],
    });
    expect(await headOf(room)).toBe(2);
  });

  it('sets the room', async () => {
    const ada = randomUUID();
    const room = await messages.openRoom(ada);
    const settings = { picture_id: null, slow_mode_seconds: 30, history_visibility: 'joined', shows_receipts: true };
    const changed = {
      type: 'room.details_changed',
      room_id: room,
      at,
      actor_id: ada,
      data: { name: 'Slow', description: null, ...settings },
    };
    await messages.record(changed as PublishedRoomEvent);
    const row = await messages.db.selectFrom('rooms').selectAll().where('room_id', '=', room).executeTakeFirstOrThrow();
    expect(row).toMatchObject({ name: 'Slow', slow_mode_seconds: 30, history_visibility: 'joined', shows_receipts: true, head: 3 });
  });
});

describe('a channel that 10,000 people join', () => {
  it('is written in a handful of statements for each 500 of them', async () => {
    const room = await messages.openRoom(randomUUID());
    const at = '2026-11-20T12:00:00.000Z';
    for (let nth = 0; nth < 20; nth += 1) {
      const members = Array.from({ length: 500 }, () => ({ user_id: randomUUID(), role: 'member' }));
      const statements = messages.calls.statements;
      await messages.record({ type: 'room.members_added', room_id: room, at, actor_id: null, data: { members, via: 'added' } } as never);
      expect(messages.calls.statements - statements).toBeLessThan(15);
    }
    expect(await headOf(room)).toBe(10_002);
    const { count } = await messages.db
      .selectFrom('room_members')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('room_id', '=', room)
      .where('left_seq', 'is', null)
      .executeTakeFirstOrThrow();
    expect(Number(count)).toBe(10_001);
  }, 60_000);
});

async function headOf(roomId: string): Promise<number | undefined> {
  return (await messages.db.selectFrom('rooms').select('head').where('room_id', '=', roomId).executeTakeFirst())?.head;
}
