import { randomUUID } from 'node:crypto';
import type { PublishedRoomEvent } from '@parley/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMessagesFixture, type MessagesFixture, memberRemoved } from '../../fixture/messages-fixture.ts';

let messages: MessagesFixture;

beforeAll(async () => {
  messages = await createMessagesFixture();
});
afterAll(() => messages.stop());

describe('a group that begins with hundreds of people', () => {
  it('is written in a handful of statements: once, three for each held every relay on the server back for a second', async () => {
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

async function headOf(roomId: string): Promise<number | undefined> {
  return (await messages.db.selectFrom('rooms').select('head').where('room_id', '=', roomId).executeTakeFirst())?.head;
}
