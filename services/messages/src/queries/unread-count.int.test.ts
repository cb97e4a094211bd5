import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command, createMessagesFixture, type MessagesFixture } from '../fixture/messages-fixture.ts';
import { tallyTexts } from '../projections/text-tallies/tally-texts.ts';
import { unreadCount } from './unread-count.ts';

let messages: MessagesFixture;
const [ada, grace] = [randomUUID(), randomUUID()];

beforeAll(async () => {
  messages = await createMessagesFixture();
});
afterAll(() => messages.stop());

/** As the definition says, by going through all of them. */
async function counted(room: string, user: string, after: number): Promise<number> {
  const { rows } = await messages.pool.query<{ count: number }>(
    `select count(*)::integer as count from messages
      where room_id = $1 and seq > $3 and message_type = 'text' and deleted_at is null and sender_id <> $2`,
    [room, user, after],
  );
  return rows[0]?.count ?? 0;
}

async function unreadAfter(room: string, user: string, after: number): Promise<number> {
  const { rows } = await messages.pool.query<{ unread: number }>('select unread_texts($1, $2, $3) as unread', [room, user, after]);
  return rows[0]?.unread ?? -1;
}

describe('unread counts', () => {
  it('are exact at every place, before and after blocks were tallied, with own messages and deleted ones', async () => {
    const room = await messages.openRoom(ada, grace);
    for (let nth = 0; nth < 24; nth += 1) {
      await messages.send(...Array.from({ length: 100 }, (_, index) => command(room, (nth + index) % 3 === 0 ? ada : grace)));
    }
    const erase = (seq: number) =>
      messages.pool.query('update messages set deleted_at = now(), content = null where room_id = $1 and seq = $2', [room, seq]);
    for (let seq = 10; seq < 2_400; seq += 37) await erase(seq);
    const places = [0, 3, 4, 510, 511, 512, 513, 1_022, 1_023, 1_024, 1_536, 2_047, 2_048, 2_402, 2_403, 2_500];
    const check = async () => {
      for (const after of places) {
        for (const user of [ada, grace, randomUUID()]) expect(await unreadAfter(room, user, after)).toBe(await counted(room, user, after));
      }
    };
    await check();
    expect(await tallyTexts(messages.db)).toBe(1);
    expect(await tallyTexts(messages.db)).toBe(0);
    const { rows } = await messages.pool.query('select distinct block from text_tallies where room_id = $1 order by block', [room]);
    expect(rows.map((row) => row.block)).toEqual([0, 1, 2, 3]);
    await check();
    for (let seq = 5; seq < 2_400; seq += 41) await erase(seq);
    await check();
  });

  it('go beyond 10,000: once, counting stopped there', async () => {
    const room = await messages.openRoom(ada, grace);
    await messages.pool.query(
      `insert into messages (room_id, seq, message_id, message_type, sender_id, content, created_at)
        select $1, n, gen_random_uuid(), 'text', $2, 'x', now() from generate_series(4, 12003) as n`,
      [room, ada],
    );
    await messages.pool.query('update rooms set head = 12003 where room_id = $1', [room]);
    expect(await unreadCount(messages.db, grace, room)).toBe(12_000);
    while ((await tallyTexts(messages.db)) > 0);
    expect(await unreadCount(messages.db, grace, room)).toBe(12_000);
    expect(await unreadCount(messages.db, ada, room)).toBe(0);
  });
});
