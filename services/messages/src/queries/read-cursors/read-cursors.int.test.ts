import { randomUUID } from 'node:crypto';
import { roomIdSchema, userIdSchema } from '@parley/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { command, createMessagesFixture, type MessagesFixture, memberRemoved } from '../../fixture/messages-fixture.ts';
import { readCursors } from './read-cursors.ts';

let messages: MessagesFixture;
beforeAll(async () => {
  messages = await createMessagesFixture();
});
afterAll(() => messages?.stop());

it('tells how far members have read, at least to where they came in; of nobody else', async () => {
  const [ada, grace, gone, stranger] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const room = await messages.openRoom(ada, grace, gone);
  await messages.send(command(room, ada), command(room, ada));
  const joined = await cursors(room, ada, grace, gone, stranger);
  expect([...joined.keys()].sort()).toEqual([ada, grace, gone].sort());
  await messages.db
    .insertInto('read_cursors')
    .values({ user_id: grace, room_id: room, last_read_seq: 5, last_read_at: new Date() })
    .execute();
  await messages.record(memberRemoved(room, gone));
  const later = await cursors(room, ada, grace, gone, stranger);
  expect(later).toEqual(
    new Map([
      [ada, joined.get(ada)],
      [grace, 5],
    ]),
  );
});

async function cursors(room: string, ...people: string[]): Promise<Map<string, number>> {
  const room_id = roomIdSchema.parse(room);
  const found = await readCursors(
    messages.db,
    people.map((person) => ({ user_id: userIdSchema.parse(person), room_id })),
  );
  return new Map(found.map(({ user_id, last_read_seq }) => [user_id, last_read_seq]));
}
