import { randomUUID } from 'node:crypto';
import { type RoomId, subjects } from '@parley/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { command, createMessagesFixture, type MessagesFixture } from '../../fixture/messages-fixture.ts';
import { markRead, markUnread } from './mark-read.ts';

let messages: MessagesFixture;
let room: RoomId;
let published: Array<{ subject: string; data: unknown }>;
const [ada, grace] = [randomUUID(), randomUUID()];

beforeAll(async () => {
  messages = await createMessagesFixture();
});
afterAll(() => messages.stop());
beforeEach(async () => {
  // Two joinings and the opening are 1 to 3; texts begin at 4.
  room = (await messages.openRoom(ada, grace)) as RoomId;
  published = [];
});

function dependencies() {
  const nc = { publish: (subject: string, payload: string) => void published.push({ subject, data: JSON.parse(payload) }) };
  return { db: messages.db, nats: { nc }, catchUpRooms: async () => undefined } as never;
}

const say = (sender: string, content = 'Hello') => messages.send(command(room, sender, { content }));
const read = (user: string, seq?: number) => markRead(dependencies(), user, room, seq);

describe('the read cursor', () => {
  it('moves forward, never back, never beyond the head', async () => {
    await messages.send(...Array.from({ length: 5 }, () => command(room, ada)));
    expect(await read(grace, 6)).toMatchObject({ last_read_seq: 6, unread_count: 2, counted_seq: 8 });
    const at = (await read(grace, 6)).last_read_at;
    expect(await read(grace, 5)).toMatchObject({ last_read_seq: 6, last_read_at: at, unread_count: 2 });
    expect(await read(grace, 4_000)).toMatchObject({ last_read_seq: 8, unread_count: 0 });
    expect(await read(ada)).toMatchObject({ last_read_seq: 8 });
  });

  it('moves back on purpose, not forward, and tells the other devices that it means it', async () => {
    await messages.send(...Array.from({ length: 5 }, () => command(room, ada)));
    await read(grace);
    expect(await markUnread(dependencies(), grace, room, 5)).toMatchObject({ last_read_seq: 5, unread_count: 3 });
    expect(published.at(-1)).toEqual({
      subject: subjects.user(grace),
      data: { kind: 'read.updated', room_id: room, last_read_seq: 5, unread_count: 3, mention_count: 0, counted_seq: 8, moved_back: true },
    });
    expect(await markUnread(dependencies(), grace, room, 7)).toMatchObject({ last_read_seq: 5 });
    // Never to before the joining: that was never unread.
    expect(await markUnread(dependencies(), grace, room, 0)).toMatchObject({ last_read_seq: 3, unread_count: 5 });
  });

  it('is shown to the room where the room shows receipts', async () => {
    await say(ada);
    await read(grace);
    expect(published.map(({ subject }) => subject)).toEqual([subjects.user(grace)]);
    await messages.pool.query('update rooms set shows_receipts = true where room_id = $1', [room]);
    await read(grace);
    expect(published.at(-1)).toEqual({ subject: subjects.reading(room), data: { room_id: room, user_id: grace, last_read_seq: 4 } });
  });
});

describe('mentions', () => {
  it('are counted once each, by name and with everybody, after the cursor, not of oneself', async () => {
    await messages.pool.query("insert into users (user_id, username, display_name) values ($1, 'grace', 'Grace') on conflict do nothing", [
      grace,
    ]);
    await say(ada, 'Hello @grace');
    await say(ada, '@room look, @grace');
    await say(ada, '@room again');
    await say(grace, '@room mine');
    await say(ada, 'nothing');
    expect(await read(grace, 3)).toMatchObject({ unread_count: 4, mention_count: 3 });
    expect(await read(grace, 4)).toMatchObject({ unread_count: 3, mention_count: 2 });
    await messages.pool.query('update messages set deleted_at = now(), content = null where room_id = $1 and seq = 5', [room]);
    expect(await read(grace, 4)).toMatchObject({ unread_count: 2, mention_count: 1 });
    expect(await read(ada, 3)).toMatchObject({ unread_count: 1, mention_count: 1 });
  });
});

describe("a sender's own cursor", () => {
  it('stays where it was read to: what one writes is never unread, and moves nothing that devices would not know of', async () => {
    const stateOf = (user: string) => markUnread(dependencies(), user, room, 1_000);
    await read(ada, 3);
    await say(ada, 'one');
    await say(ada, 'two');
    expect(await stateOf(ada)).toMatchObject({ last_read_seq: 3, unread_count: 0 });
    await say(grace, 'three');
    await say(ada, 'four');
    expect(await stateOf(ada)).toMatchObject({ last_read_seq: 3, unread_count: 1 });
  });
});
