import 'fake-indexeddb/auto';
import type { LogEvent } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import type { ConnectOptions } from '../chat.ts';
import type { Parley } from '../http/parley.ts';
import { indexedDbPersistence } from '../persistence/indexed-db-persistence.ts';
import { memoryPersistence, type Persistence } from '../persistence/persistence.ts';
import { until } from '../store.ts';
import { manualClock, settled } from '../testing/manual-clock.ts';
import { createModelServer } from '../testing/model-server.ts';
import { other, posted, roomId } from '../testing/samples.ts';
import { scriptedServer } from '../testing/scripted-server.ts';
import { connectTo } from '../testing/start-chat.ts';
import { recordShape } from './room-record.ts';

const room = roomId(1);
let databases = 0;
const nextName = () => {
  databases += 1;
  return `cache-${databases}`;
};
const places: ReadonlyArray<readonly [string, () => Persistence]> = [
  ['IndexedDB', () => indexedDbPersistence(nextName())],
  ['memory', () => memoryPersistence()],
];

/** A server whose rooms are described over HTTP as they stand in its logs. */
function serverWith(rooms: number, lines = 0) {
  const server = scriptedServer();
  for (let number = 1; number <= rooms; number += 1) {
    server.addRoom(roomId(number));
    for (let line = 0; line < lines; line += 1) server.log(posted(roomId(number), server.head(roomId(number)) + 1, other), true);
  }
  let asked = 0;
  const items = () =>
    Array.from({ length: rooms }, (_, index) => ({
      ...createModelServer([]).summary(0, 0),
      id: roomId(index + 1),
      name: `Room ${index + 1}, read ${asked} times`,
      head: server.head(roomId(index + 1)),
      last_activity_at: new Date(1_700_000_000_000 + index * 1_000).toISOString(),
    }));
  const parley = {
    session: { get: async () => 'token-1', state: { getSnapshot: () => ({ status: 'unknown' }) } },
    rooms: {
      list: async () => {
        asked += 1;
        return { items: items(), next_cursor: null, has_more: false };
      },
    },
    presence: { get: async () => ({ items: [] }) },
    notifications: { list: async () => ({ items: [], unread_count: 0, next_cursor: null, has_more: false }) },
  } as unknown as Parley;
  return { server, parley };
}
type World = ReturnType<typeof serverWith>;

const begin = async ({ server, parley }: World, options: Partial<ConnectOptions>) => {
  const clock = manualClock();
  const chat = connectTo(server, { clock, parley, cache: true, ...options });
  await until(chat.restored, (isRestored) => isRestored);
  return { chat, clock };
};
/** A run that opens rooms, sees `news` in the first of them, and ends. */
const earlierRun = async (world: World, options: Partial<ConnectOptions>, opens: readonly string[] = [room], news = 3) => {
  const { chat, clock } = await begin(world, options);
  await settled();
  for (const id of opens) {
    chat.focus(id);
    await clock.advance(1);
  }
  for (let line = 0; line < news; line += 1) world.server.log(posted(room, world.server.head(room) + 1, other));
  await settled();
  await chat.close();
};
const lines = (chat: Awaited<ReturnType<typeof begin>>['chat'], id: string = room) =>
  chat.rooms
    .getSnapshot()
    .get(id)
    ?.timeline.map(({ seq }) => seq);

describe.each(places)('rooms kept in %s', (_name, place) => {
  it('are there before any network, with their lines', async () => {
    const world = serverWith(2, 5);
    const persistence = place();
    await earlierRun(world, { persistence });
    world.server.behave('refuses');
    const { chat } = await begin(world, { persistence });
    expect(lines(chat)).toEqual([6, 7, 8]);
    expect(chat.rooms.getSnapshot().get(roomId(2))?.info?.name).toBe('Room 2, read 1 times');
    expect(chat.connection.getSnapshot().phase).toBe('connecting');
    await chat.close();
  });

  it('go on from where they stood by the same events, without starting afresh', async () => {
    const world = serverWith(2, 5);
    const persistence = place();
    await earlierRun(world, { persistence });
    world.server.log(posted(room, 9, other), true);
    const { chat } = await begin(world, { persistence });
    const events: LogEvent[] = [];
    const resets: string[] = [];
    chat.on('event', (event) => events.push(event));
    chat.on('reset', ({ roomId: id }) => resets.push(id));
    await settled();
    expect(lines(chat)).toEqual([6, 7, 8, 9]);
    expect(events.map(({ seq }) => seq)).toEqual([9]);
    expect(resets).toEqual([]);
    expect(world.server.commands('room.sync').map(({ data }) => data.after)).toEqual([8]);
    expect(chat.rooms.getSnapshot().get(roomId(2))?.info?.name).toBe('Room 2, read 2 times');
    await chat.close();
  });

  it('stay read where they were read without a network', async () => {
    const world = serverWith(1, 5);
    const persistence = place();
    await earlierRun(world, { persistence });
    world.server.behave('refuses');
    const offline = await begin(world, { persistence });
    offline.chat.markRead(room);
    await offline.chat.close();
    world.server.behave('answers');
    world.server.answer(({ type }) => (type === 'room.read' ? { data: { last_read_seq: 8, unread_count: 0, counted_seq: 8 } } : undefined));
    const { chat } = await begin(world, { persistence });
    await settled();
    expect(world.server.commands('room.read').map(({ data }) => data.seq)).toEqual([8]);
    expect(chat.rooms.getSnapshot().get(room)).toMatchObject({ lastReadSeq: 8, unreadCount: 0 });
    await chat.close();
    expect((await persistence.load('cursors')).map(([key]) => key)).toEqual([]);
  });

  it('are gone once they are wiped, whatever is written late', async () => {
    const world = serverWith(1, 1);
    const persistence = place();
    const { chat } = await begin(world, { persistence });
    await settled();
    chat.drafts.write(room, { text: 'half a thought' });
    chat.focus(room);
    await chat.flush();
    expect(await persistence.load('rooms')).toHaveLength(1);
    await persistence.wipe();
    await chat.close();
    expect(await persistence.load('rooms')).toEqual([]);
    expect(await persistence.load('drafts')).toEqual([]);
  });
});

describe('what is kept of rooms', () => {
  it('is bounded in rooms, in rooms with lines and in bytes', async () => {
    const world = serverWith(6);
    const persistence = memoryPersistence();
    const { chat, clock } = await begin(world, { persistence, cache: { rooms: 4, openedRooms: 3, linesPerRoom: 5, maxBytes: 6_500 } });
    await settled();
    for (const number of [1, 2, 3, 4]) {
      await clock.advance(10);
      chat.focus(roomId(number));
      for (let line = 0; line < 8; line += 1) world.server.log(posted(roomId(number), world.server.head(roomId(number)) + 1, other));
    }
    await chat.close();
    const kept = new Map((await persistence.load('rooms')) as Array<[string, { room: { timeline: unknown[]; floor: number } }]>);
    expect([...kept.keys()].sort()).toEqual([1, 2, 3, 4].map(roomId));
    // Of the three opened last, two fit into the bytes.
    expect([1, 2, 3, 4].map((number) => kept.get(roomId(number))?.room.timeline.length)).toEqual([0, 0, 5, 5]);
    expect(kept.get(roomId(4))?.room.floor).toBe(3);
  });

  it('is dropped where it is of another shape, and read afresh', async () => {
    const world = serverWith(1, 1);
    const persistence = memoryPersistence();
    await earlierRun(world, { persistence });
    await persistence.change('rooms', [room], (_key, kept) => ({ ...(kept as object), shape: recordShape + 1 }));
    world.server.behave('refuses');
    const { chat } = await begin(world, { persistence });
    expect(chat.rooms.getSnapshot().size).toBe(0);
    expect(await persistence.load('rooms')).toEqual([]);
    await chat.close();
  });

  it.each([
    ['a line beyond its place', { seq: 2, floor: 0, timeline: [{ kind: 'notice', seq: 3, event: {} }] }],
    ['lines out of order', { seq: 9, timeline: [5, 4].map((seq) => ({ kind: 'notice', seq, event: {} })) }],
    ['no name', { info: null }],
    ['a place that is none', { seq: 'five' }],
  ])('is not believed with %s', async (_what, wrong) => {
    const world = serverWith(1, 1);
    const persistence = memoryPersistence();
    await earlierRun(world, { persistence });
    await persistence.change('rooms', [room], (_key, kept) => ({
      ...(kept as object),
      room: { ...(kept as { room: object }).room, ...wrong },
    }));
    world.server.behave('refuses');
    const { chat } = await begin(world, { persistence });
    expect(chat.rooms.getSnapshot().size).toBe(0);
    await chat.close();
  });

  it('starts afresh after a restored backup, described in one go', async () => {
    const world = serverWith(3, 2);
    const persistence = memoryPersistence();
    await earlierRun(world, { persistence });
    world.server.restoreBackup();
    const { chat } = await begin(world, { persistence });
    const resets: string[] = [];
    chat.on('reset', ({ roomId: id }) => resets.push(id));
    expect(lines(chat)).toEqual([3, 4, 5]);
    await settled();
    expect(lines(chat)).toEqual([]);
    expect(resets).toHaveLength(3);
    expect(chat.rooms.getSnapshot().get(room)?.info?.name).toBe('Room 1, read 2 times');
    await chat.close();
  });

  it('leaves out nothing that a program which resumes has not seen', async () => {
    const world = serverWith(1, 1);
    const persistence = memoryPersistence();
    await earlierRun(world, { persistence, resume: true });
    await persistence.put('cursors', 'all', { epoch: 'epoch-1', positions: { [room]: 2 } });
    const { chat } = await begin(world, { persistence, resume: true });
    const events: number[] = [];
    chat.on('event', ({ seq }) => events.push(seq));
    await settled();
    expect(events).toEqual([3, 4]);
    await chat.close();
  });

  it('does not hold up the network when the database never answers', async () => {
    const world = serverWith(1, 1);
    const persistence: Persistence = { ...memoryPersistence(), load: () => new Promise(() => {}) };
    const clock = manualClock();
    const chat = connectTo(world.server, { clock, parley: world.parley, cache: true, persistence });
    await clock.advance(2_100);
    expect(chat.connection.getSnapshot().phase).toBe('online');
    await chat.close();
  });
});

describe('two tabs', () => {
  const message = { type: 'message.send' };

  it('keep the room that was looked at, whoever writes last', async () => {
    const world = serverWith(2, 5);
    const persistence = memoryPersistence({ isShared: true });
    const one = await begin(world, { persistence });
    const two = await begin(serverWith(2, 5), { persistence });
    await settled();
    one.chat.focus(room);
    world.server.log(posted(room, 6, other));
    await one.chat.flush();
    two.chat.focus(roomId(2));
    await two.chat.close();
    const kept = new Map((await persistence.load('rooms')) as Array<[string, { room: { seq: number; timeline: unknown[] } }]>);
    expect(kept.get(room)?.room).toMatchObject({ seq: 6, timeline: [{ seq: 6 }] });
    await one.chat.close();
  });

  it('send each their own, and one takes over what the other leaves', async () => {
    const persistence = memoryPersistence({ isShared: true });
    const [world, elsewhere] = [serverWith(1), serverWith(1)];
    world.server.behave('refuses');
    elsewhere.server.answer(({ type }) => (type === message.type ? { data: { id: 'message-1', seq: 1, created_at: '' } } : undefined));
    const one = await begin(world, { persistence, newId: () => 'tab-one' });
    void one.chat.send(room, 'left behind', { clientId: 'message-one' });
    const two = await begin(elsewhere, { persistence, newId: () => 'tab-two' });
    await two.clock.advance(60_000);
    expect(two.chat.outbox.getSnapshot()).toEqual([]);
    await one.chat.close();
    await two.clock.advance(30_000);
    expect(elsewhere.server.commands(message.type).map(({ data }) => data.client_id)).toEqual(['message-one']);
    await two.chat.close();
  });

  it('never send what the other has discarded', async () => {
    const persistence = memoryPersistence({ isShared: true });
    const [world, elsewhere] = [serverWith(1), serverWith(1)];
    world.server.behave('refuses');
    const one = await begin(world, { persistence, newId: () => 'tab-one' });
    void one.chat.send(room, 'better not', { clientId: 'message-one' });
    const two = await begin(elsewhere, { persistence, newId: () => 'tab-two' });
    one.chat.discard('message-one');
    await one.chat.close();
    await two.clock.advance(60_000);
    expect(elsewhere.server.commands(message.type)).toEqual([]);
    await two.chat.close();
  });
});

describe('drafts', () => {
  it('survive the end of the program, and a sent one does not come back', async () => {
    const world = serverWith(2);
    const persistence = memoryPersistence();
    const first = await begin(world, { persistence });
    first.chat.drafts.write(room, { text: 'to be continued', replyTo: 'message-1' });
    first.chat.drafts.write(roomId(2), { text: 'sent soon' });
    first.chat.drafts.write(roomId(2), { text: '' });
    await first.chat.close();
    const second = await begin(world, { persistence });
    expect([...second.chat.drafts.all.getSnapshot()]).toMatchObject([[room, { text: 'to be continued', replyTo: 'message-1' }]]);
    second.chat.drafts.discard(room);
    await second.chat.close();
    expect(await persistence.load('drafts')).toEqual([]);
  });

  it('are bounded in number: the oldest goes', async () => {
    const persistence = memoryPersistence();
    const { chat } = await begin(serverWith(1), { persistence });
    for (let number = 0; number < 203; number += 1) chat.drafts.write(`room-${number}`, { text: 'x'.repeat(number === 202 ? 30_000 : 1) });
    await chat.close();
    const kept = new Map((await persistence.load('drafts')) as Array<[string, { text: string }]>);
    expect(kept.size).toBe(200);
    expect(kept.has('room-2')).toBe(false);
    expect(kept.get('room-202')?.text).toHaveLength(20_000);
  });
});
