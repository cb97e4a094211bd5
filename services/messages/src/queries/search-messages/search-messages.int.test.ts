import { randomUUID } from 'node:crypto';
import { searchMessagesQuerySchema } from '@parley/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { command, createMessagesFixture, type MessagesFixture, memberRemoved } from '../../fixture/messages-fixture.ts';
import { indexMessages } from '../../projections/search-documents/index-messages.ts';
import { createUserProfiles } from '../../projections/users/user-profiles.ts';
import { searchMessages } from './search-messages.ts';

let messages: MessagesFixture;
const [ada, grace] = [randomUUID(), randomUUID()];
let room: string;

beforeAll(async () => {
  messages = await createMessagesFixture();
});
afterAll(() => messages.stop());
beforeEach(async () => {
  room = await messages.openRoom(ada, grace);
});

async function say(sender: string, ...contents: string[]) {
  const outcomes = await messages.send(...contents.map((content) => command(room, sender, { content })));
  return outcomes.map((outcome) => (outcome.ok ? outcome.seq : 0));
}

/** Other tests' transactions on the same server hold back the horizon below which the log is read: waits until all of it was read. */
async function indexed(): Promise<void> {
  const isBehind = async () => {
    const { rows } = await messages.pool.query<{ behind: boolean }>(
      "select (select tx || '-' || position from events order by tx desc, position desc limit 1) <> position as behind from search_cursor",
    );
    return rows[0]?.behind ?? false;
  };
  while (await isBehind()) await indexMessages(messages.db);
}

async function find(q: string, change: Record<string, unknown> = {}, user = ada) {
  await indexed();
  const profiles = createUserProfiles({ db: messages.db, ask: async () => [] });
  return searchMessages({ db: messages.db, profiles }, user, searchMessagesQuerySchema.parse({ q, room_id: room, ...change }));
}

const contentsOf = async (q: string, change: Record<string, unknown> = {}, user = ada) =>
  (await find(q, change, user)).items.map((item) => item.message.content);

describe('search', () => {
  it('finds words of any language, their beginnings, code and phrases', async () => {
    const [russian, japanese, thai] = ['Привет, мир', '東京タワーへ行きましょう', 'สวัสดีครับ'];
    const [french, code, cpp, dotted] = ['Un café crème', 'set foo_bar = keyBoard', 'I write C++ and Rust', 'see a.b.c there'];
    await say(ada, russian, japanese, thai, french, code, cpp, dotted, 'Strasse and Straße 👍', 'C is older');
    expect(await contentsOf('ПРИВЕТ')).toEqual([russian]);
    expect(await contentsOf('прив')).toEqual([russian]);
    expect(await contentsOf('東京')).toEqual([japanese]);
    expect(await contentsOf('ワ')).toEqual([japanese]);
    expect(await contentsOf('京東')).toEqual([]);
    expect(await contentsOf('สวัสดี')).toEqual([thai]);
    expect(await contentsOf('cafe creme')).toEqual([french]);
    expect(await contentsOf('foo_bar')).toEqual([code]);
    expect(await contentsOf('board')).toEqual([code]);
    expect(await contentsOf('oard')).toEqual([]);
    expect(await contentsOf('c++')).toEqual([cpp]);
    // A single letter is a word only where it stands alone, as everywhere: not the beginning of every word with it.
    expect((await contentsOf('c')).toSorted()).toEqual([cpp, dotted, 'C is older'].toSorted());
    expect(await contentsOf('a.b.c')).toEqual([dotted]);
    expect(await contentsOf('"write c++ and"')).toEqual([cpp]);
    expect(await contentsOf('"wri c++"')).toEqual([]);
    expect(await contentsOf('strasse')).toEqual(['Strasse and Straße 👍']);
    expect(await contentsOf('👍')).toEqual(['Strasse and Straße 👍']);
  });

  it('needs something that can be found', async () => {
    await expect(find('!!! ...')).rejects.toMatchObject({ code: 'validation_failed' });
    await expect(find('x', { cursor: 'nonsense' })).rejects.toMatchObject({ code: 'validation_failed' });
  });

  it('shows where it was found, in the text as it was written', async () => {
    await say(ada, `${'x '.repeat(300)}Zwei Cafés\u00a0und ein CAFÉ`);
    const { items } = await find('cafe');
    const [fragment] = items[0]?.fragments ?? [];
    expect(fragment?.marks.map((mark) => fragment.text.slice(mark.start, mark.end))).toEqual(['Café', 'CAFÉ']);
  });

  it('ranks whole words and phrases above beginnings, and the new above the old', async () => {
    await say(ada, 'engineers meet', 'the engine runs', 'an engine room and other rooms');
    expect(await contentsOf('engine room')).toEqual(['an engine room and other rooms']);
    expect((await contentsOf('engine')).at(-1)).toBe('engineers meet');
    await messages.pool.query(
      "update messages set created_at = now() - interval '2 years' where room_id = $1 and content = 'the engine runs'",
      [room],
    );
    expect((await contentsOf('engine')).at(-1)).toBe('the engine runs');
  });

  it('filters by room, sender, time and what is attached', async () => {
    const other = await messages.openRoom(ada);
    await messages.send(command(other, ada, { content: 'marble elsewhere' }));
    await say(ada, 'marble of ada');
    await say(grace, 'marble of grace at https://example.org/x');
    expect(await contentsOf('marble', { room_id: undefined })).toHaveLength(3);
    expect(await contentsOf('marble')).toHaveLength(2);
    expect(await contentsOf('marble', { from: grace })).toEqual(['marble of grace at https://example.org/x']);
    expect(await contentsOf('marble', { from: 'nobody' })).toEqual([]);
    expect(await contentsOf('marble', { has: 'link' })).toEqual(['marble of grace at https://example.org/x']);
    expect(await contentsOf('marble', { after: '2020-01-01T00:00:00Z' })).toHaveLength(2);
    expect(await contentsOf('marble', { before: '2020-01-01T00:00:00Z' })).toEqual([]);
    expect(await contentsOf('marble', { after: new Date(Date.now() + 60_000).toISOString() })).toEqual([]);
  });

  it('shows nothing of rooms that one is not in, or not any more', async () => {
    await say(ada, 'porphyry');
    expect(await contentsOf('porphyry', { room_id: undefined }, grace)).toEqual(['porphyry']);
    expect(await contentsOf('porphyry', { room_id: undefined }, randomUUID())).toEqual([]);
    await messages.record(memberRemoved(room, grace));
    expect(await contentsOf('porphyry', { room_id: undefined }, grace)).toEqual([]);
  });

  it('compares the message as it is now: the index may be late, or hold what is gone', async () => {
    const [seq] = await say(ada, 'obsidian before');
    await indexed();
    await messages.pool.query("update messages set content = 'basalt' where room_id = $1 and seq = $2", [room, seq]);
    expect(await contentsOf('obsidian')).toEqual([]);
    await messages.pool.query('update messages set content = null, deleted_at = now() where room_id = $1 and seq = $2', [room, seq]);
    expect(await contentsOf('obsidian')).toEqual([]);
  });

  it('gives every result once over its pages, however many there are', async () => {
    const contents = Array.from({ length: 700 }, (_, index) => `quartz number ${index}`);
    for (let start = 0; start < contents.length; start += 100) await say(ada, ...contents.slice(start, start + 100));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await find('quartz', { limit: 50, cursor });
      seen.push(...page.items.map((item) => item.message.content));
      cursor = page.next_cursor ?? undefined;
      if (seen.length === 100) await say(grace, 'quartz that came meanwhile');
    } while (cursor);
    expect(seen.toSorted()).toEqual(contents.toSorted());
  });
});
