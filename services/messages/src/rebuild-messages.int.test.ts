import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command, createMessagesFixture, knownAs, type MessagesFixture, memberRemoved } from './fixture/messages-fixture.ts';
import { rebuildMessages } from './rebuild-messages.ts';

let messages: MessagesFixture;
const [ada, grace, linus] = [randomUUID(), randomUUID(), randomUUID()];

beforeAll(async () => {
  messages = await createMessagesFixture();
  await knownAs(messages.db, { ada, grace, linus });
  const room = await messages.openRoom(ada, grace, linus);
  const [first] = await messages.send(command(room, ada, { content: 'First' }));
  if (!first?.ok) throw new Error('not posted');
  await messages.send(
    command(room, grace, { content: 'An answer', reply_to: first.id }),
    command(room, linus, { content: '@Ada and @grace, @here' }),
  );
  await messages.record(memberRemoved(room, linus));
  await messages.change(ada, room, first.id, { kind: 'edit', content: 'First, again' });
  await messages.change(grace, room, first.id, { kind: 'react', emoji: '👍' });
  await messages.change(grace, room, first.id, { kind: 'pin' });
  const rename = {
    type: 'room.details_changed',
    room_id: room,
    at: '2026-11-20T12:00:00.000Z',
    actor_id: ada,
    data: {
      name: 'New',
      description: 'x',
      picture_id: randomUUID(),
      slow_mode_seconds: 5,
      history_visibility: 'joined',
      shows_receipts: true,
    },
  };
  await messages.record(rename as never);
  const role = {
    type: 'room.member_role_changed',
    room_id: room,
    at: '2026-11-20T12:00:00.000Z',
    actor_id: ada,
    data: { user_id: grace, role: 'admin' },
  };
  await messages.record(role as never);
  await messages.send(command(room, ada));
  const shut = await messages.openRoom(ada, linus);
  const closed = ['room.writing_closed', { reason: 'blocked' }] as const;
  for (const [type, data] of [closed, ['room.writing_opened', {}] as const, closed]) {
    await messages.record({ type, room_id: shut, at: '2026-11-20T12:00:00.000Z', actor_id: null, data } as never);
  }
  const over = await messages.openRoom(ada);
  await messages.record({ type: 'room.deleted', room_id: over, at: '2026-11-20T12:00:00.000Z', actor_id: ada, data: {} } as never);
});
afterAll(() => messages.stop());

const run = (swap: boolean) => rebuildMessages({ ownerUrl: messages.urls.ownerUrl, swap, log: messages.log });

describe('the read model of the logs', () => {
  it('built again from the events is what the live one is, row by row', async () => {
    const report = await run(false);
    expect(report.tables.map(({ table, missing, surplus }) => [table, missing, surplus])).toEqual([
      ['rooms', 0, 0],
      ['room_members', 0, 0],
      ['messages', 0, 0],
      ['sent_messages', 0, 0],
      ['mentions', 0, 0],
      ['message_versions', 0, 0],
      ['reaction_kinds', 0, 0],
      ['reactions', 0, 0],
      ['pins', 0, 0],
    ]);
    expect(report.identical).toBe(true);
    expect(report.tables.every(({ rows }) => rows.rebuilt > 0)).toBe(true);
  });

  it('shows every row that differs, and is mended by a swap', async () => {
    const owner = new pg.Client({ connectionString: messages.urls.ownerUrl });
    await owner.connect();
    await owner.query("update messages set content = 'Tampered' where content = 'First, again'");
    await owner.query('delete from room_members where user_id = $1', [grace]);
    await owner.end();
    const report = await run(false);
    expect(report.identical).toBe(false);
    expect(Object.fromEntries(report.tables.map(({ table, missing, surplus }) => [table, [missing, surplus]]))).toMatchObject({
      messages: [1, 1],
      room_members: [1, 0],
    });
    await run(true);
    expect((await run(false)).identical).toBe(true);
  });
});
