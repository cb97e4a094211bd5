import { randomUUID } from 'node:crypto';
import { loadStream } from '@parley/event-store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setRoomRetention } from '../administration/set-room-retention.ts';
import { command, createMessagesFixture, type MessagesFixture } from '../fixture/messages-fixture.ts';
import { rebuildMessages } from '../rebuild-messages.ts';
import { expireMessages } from './expire-messages.ts';

let messages: MessagesFixture;
const ada = randomUUID();

beforeAll(async () => {
  messages = await createMessagesFixture();
});
afterAll(() => messages.stop());

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

async function textsOf(room: string): Promise<string[]> {
  const { rows } = await messages.pool.query<{ content: string }>(
    "select content from messages where room_id = $1 and message_type = 'text' and deleted_at is null order by seq",
    [room],
  );
  return rows.map((row) => row.content);
}

async function expireAll(days: number | null, now: Date): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await expireMessages(messages.db, days, now);
    if (count === 0) return total;
    total += count;
  }
}

describe('retention', () => {
  it('deletes what is older than the server keeps, or the room, as a deletion does: nothing of it stays in the log', async () => {
    const [usual, short, forever] = [await messages.openRoom(ada), await messages.openRoom(ada), await messages.openRoom(ada)];
    for (const room of [usual, short, forever]) {
      await messages.send(...Array.from({ length: 45 }, (_, nth) => command(room, ada, { content: `perishable ${nth} @room` })));
    }
    await setRoomRetention(messages.db, short, 5);
    await setRoomRetention(messages.db, forever, null);
    expect(await expireAll(null, inDays(3))).toBe(0);
    expect(await expireAll(30, inDays(6))).toBe(45);
    expect([(await textsOf(usual)).length, await textsOf(short), (await textsOf(forever)).length]).toEqual([45, [], 45]);
    expect(await expireAll(30, inDays(31))).toBe(45);
    expect([await textsOf(usual), (await textsOf(forever)).length]).toEqual([[], 45]);

    const log = await loadStream(messages.db, usual, { limit: 1_000 });
    expect(log.map((event) => event.version)).toEqual(log.map((_event, index) => index + 1));
    expect(JSON.stringify(log.map((event) => event.data))).not.toContain('perishable');
    expect(log.filter((event) => event.type === 'MessageDeleted')).toHaveLength(45);
    const { rows } = await messages.pool.query('select count(*)::integer as count from broker_erasures where room_id = $1', [usual]);
    expect(rows).toEqual([{ count: 45 }]);
    const report = await rebuildMessages({ ownerUrl: messages.urls.ownerUrl, swap: false, log: messages.log });
    expect(report.tables.filter(({ missing, surplus }) => missing + surplus > 0)).toEqual([]);
  });

  it('leaves new messages of the same room alone, and follows the server again when told so', async () => {
    const room = await messages.openRoom(ada);
    await messages.send(command(room, ada, { content: 'old' }));
    await messages.pool.query("update messages set created_at = now() - interval '10 days' where room_id = $1", [room]);
    await messages.send(command(room, ada, { content: 'new' }));
    await setRoomRetention(messages.db, room, 3);
    await setRoomRetention(messages.db, room, undefined);
    expect(await expireMessages(messages.db, null)).toBe(0);
    await setRoomRetention(messages.db, room, 3);
    expect(await expireMessages(messages.db, null)).toBe(1);
    expect(await textsOf(room)).toEqual(['new']);
    await expect(setRoomRetention(messages.db, randomUUID(), 3)).rejects.toThrow('There is no room');
  });
});
