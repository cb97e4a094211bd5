import type { LogEvent } from '@parley/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryPersistence } from '../persistence/persistence.ts';
import { manualClock, settled } from '../testing/manual-clock.ts';
import { me, other, posted, readyRoom, roomId } from '../testing/samples.ts';
import { scriptedServer } from '../testing/scripted-server.ts';
import { connectTo, startChat } from '../testing/start-chat.ts';

const room = roomId(1);
type Started = Awaited<ReturnType<typeof startChat>>;

const fill = (server: Started['server'], count: number, id = room) => {
  for (let number = 0; number < count; number += 1) server.log(posted(id, server.head(id) + 1, other), true);
};
const seqs = ({ chat }: Started, id = room) =>
  chat.rooms
    .getSnapshot()
    .get(id)
    ?.timeline.map((entry) => entry.seq);
const seen = (chat: Started['chat']) => {
  const events: LogEvent[] = [];
  chat.on('event', (event) => events.push(event));
  return events;
};

describe('a room', () => {
  it('starts at its head and takes live events in order', async () => {
    const started = await startChat({}, (server) => fill(server, 3));
    const events = seen(started.chat);
    started.server.log(posted(room, 4, other));
    started.server.log(posted(room, 5, other));
    expect(seqs(started)).toEqual([4, 5]);
    expect(events.map((event) => event.seq)).toEqual([4, 5]);
    expect(started.server.commands('room.sync')).toHaveLength(0);
  });

  it('drops events that it has already', async () => {
    const started = await startChat({}, (server) => fill(server, 1));
    const event = posted(room, 2, other);
    started.server.log(event);
    started.server.push(event);
    started.server.push(posted(room, 1, other));
    expect(seqs(started)).toEqual([2]);
  });

  it('fills a hole before it goes on', async () => {
    const started = await startChat({}, (server) => fill(server, 1));
    const events = seen(started.chat);
    fill(started.server, 2);
    started.server.log(posted(room, 4, other));
    started.server.log(posted(room, 5, other));
    expect(events).toEqual([]);
    await settled();
    expect(events.map((event) => event.seq)).toEqual([2, 3, 4, 5]);
    expect(started.server.commands('room.sync').map(({ data }) => data.after)).toEqual([1]);
  });

  it('finds a quiet loss by the heads in a heartbeat', async () => {
    const started = await startChat({}, (server) => fill(server, 1));
    fill(started.server, 2);
    started.server.push({ type: 'heartbeat', data: { heads: { [room]: 3 } } });
    await settled();
    expect(seqs(started)).toEqual([2, 3]);
  });

  it('repairs what the server says it skipped', async () => {
    const started = await startChat({}, (server) => fill(server, 1));
    fill(started.server, 1);
    started.server.push({ type: 'room.gap', data: { room_id: room, head: 2 } });
    await settled();
    expect(seqs(started)).toEqual([2]);
  });

  it('catches up after a reconnect, over many pages', async () => {
    const started = await startChat({ keepPerRoom: 2_000 }, (server) => fill(server, 1));
    started.server.close(1006);
    fill(started.server, 1_200);
    await started.clock.advance(500);
    expect(seqs(started)).toHaveLength(1_200);
    expect(started.server.commands('room.sync').map(({ data }) => data.after)).toEqual([1, 501, 1_001]);
  });

  it('starts afresh when the server no longer keeps what is missing', async () => {
    const started = await startChat({}, (server) => fill(server, 1));
    const resets: string[] = [];
    started.chat.on('reset', ({ roomId: id }) => resets.push(id));
    started.server.answer(({ type }) => (type === 'room.sync' ? { data: { reset: true, head: 9_000 } } : undefined));
    started.server.push({ type: 'heartbeat', data: { heads: { [room]: 9_000 } } });
    await settled();
    expect(started.chat.rooms.getSnapshot().get(room)).toMatchObject({ seq: 9_000, floor: 9_000, timeline: [] });
    expect(resets).toEqual([room]);
  });

  it('starts afresh instead of replaying more than it was allowed to', async () => {
    const started = await startChat({ replayMax: 100 }, (server) => fill(server, 1));
    started.server.close(1006);
    fill(started.server, 101);
    await started.clock.advance(500);
    expect(started.chat.rooms.getSnapshot().get(room)?.seq).toBe(102);
    expect(seqs(started)).toEqual([]);
    expect(started.server.commands('room.sync')).toHaveLength(0);
  });

  it('waits as long as it is asked to when it syncs too often', async () => {
    const started = await startChat({}, (server) => fill(server, 1));
    fill(started.server, 1);
    started.server.answer(({ type }) =>
      type === 'room.sync' ? { error: { code: 'too_many_requests', retry_after_ms: 3_000 } } : undefined,
    );
    started.server.push({ type: 'heartbeat', data: { heads: { [room]: 2 } } });
    await settled();
    started.server.answer(() => undefined);
    await started.clock.advance(2_900);
    expect(seqs(started)).toEqual([]);
    await started.clock.advance(200);
    expect(seqs(started)).toEqual([2]);
  });

  it('does not ask for ever about a closing number that shows nothing', async () => {
    const started = await startChat({}, (server) => fill(server, 1));
    started.server.push({ type: 'heartbeat', data: { heads: { [room]: 2 } } });
    await started.clock.advance(60_000);
    expect(started.server.commands('room.sync').length).toBeLessThan(6);
  });

  it('keeps only its newest lines while nobody looks', async () => {
    const started = await startChat({ keepPerRoom: 10 }, (server) => fill(server, 1));
    for (let seq = 2; seq <= 60; seq += 1) started.server.log(posted(room, seq, other));
    const state = started.chat.rooms.getSnapshot().get(room);
    expect(state?.timeline.length).toBeLessThanOrEqual(20);
    expect(state?.timeline[0]?.seq).toBe((state?.floor ?? 0) + 1);
  });
});

describe('several rooms', () => {
  const rooms = Array.from({ length: 12 }, (_, number) => roomId(number + 1));

  it('are synced the open one first, and only a few at once', async () => {
    const started = await startChat({ syncConcurrency: 3 }, (server) => {
      for (const id of rooms) fill(server, 1, id);
    });
    const focused = rooms[8] ?? room;
    started.chat.focus(focused);
    started.server.close(1006);
    for (const id of rooms) fill(started.server, 1, id);
    let answering = 0;
    let most = 0;
    started.server.answer(({ type }) => {
      if (type !== 'room.sync') return undefined;
      answering += 1;
      most = Math.max(most, answering);
      queueMicrotask(() => queueMicrotask(() => (answering -= 1)));
      return undefined;
    });
    await started.clock.advance(500);
    const asked = started.server.commands('room.sync').map(({ data }) => data.room_id);
    expect(asked).toHaveLength(12);
    expect(asked.slice(0, 4)).toContain(focused);
    expect(most).toBeLessThanOrEqual(3);
    for (const id of rooms) expect(seqs(started, id)).toEqual([2]);
  });

  it('come and go with memberships, also while away', async () => {
    const started = await startChat({}, (server) => fill(server, 1));
    const news: string[] = [];
    started.chat.on('added', ({ roomId: id }) => news.push(`+${id}`));
    started.chat.on('removed', ({ roomId: id, reason }) => news.push(`-${id} ${reason}`));
    started.server.push({ type: 'room.added', data: { room: readyRoom(roomId(2), 4), head: 4 } });
    started.server.push({ type: 'room.removed', data: { room_id: room, reason: 'removed' } });
    expect([...started.chat.rooms.getSnapshot().keys()]).toEqual([roomId(2)]);
    expect(news).toEqual([`+${roomId(2)}`, `-${room} removed`]);
    started.server.close(1006);
    await started.clock.advance(500);
    expect([...started.chat.rooms.getSnapshot().keys()]).toEqual([room]);
  });

  it('are dropped where a backup was restored', async () => {
    const started = await startChat({}, (server) => fill(server, 1));
    started.server.log(posted(room, 2, other));
    started.server.close(1006);
    started.server.restoreBackup();
    await started.clock.advance(500);
    expect(started.chat.rooms.getSnapshot().get(room)).toMatchObject({ seq: 2, timeline: [] });
  });
});

describe('positions', () => {
  it('let the next run go on where this one ended', async () => {
    const persistence = memoryPersistence();
    const first = await startChat({ persistence, resume: true }, (server) => fill(server, 3));
    first.server.log(posted(room, 4, other));
    await first.chat.close();
    fill(first.server, 2);
    const clock = manualClock();
    const second = connectTo(first.server, { persistence, resume: true, clock });
    const events = seen(second);
    await settled();
    expect(events.map((event) => event.seq)).toEqual([5, 6]);
  });

  it('of another epoch are worth nothing', async () => {
    const persistence = memoryPersistence();
    await persistence.put('cursors', 'all', { epoch: 'epoch-0', positions: { [room]: 1 } });
    const started = await startChat({ persistence, resume: true }, (server) => fill(server, 5));
    expect(started.chat.rooms.getSnapshot().get(room)?.seq).toBe(5);
  });
});

describe('reading', () => {
  it('is shown at once and told again after a reconnect', async () => {
    const started = await startChat({}, (server) => fill(server, 3));
    started.server.log(posted(room, 4, other));
    started.server.answer(({ type }) => (type === 'room.read' ? 'silence' : undefined));
    started.chat.markRead(room);
    expect(started.chat.rooms.getSnapshot().get(room)).toMatchObject({ unreadCount: 0, lastReadSeq: 4 });
    await settled();
    started.server.close(1006);
    started.server.answer(({ type }) => (type === 'room.read' ? { data: { last_read_seq: 4, unread_count: 0 } } : undefined));
    await started.clock.advance(500);
    expect(started.server.commands('room.read').map(({ data }) => data.seq)).toEqual([4, 4]);
    expect(started.chat.rooms.getSnapshot().get(room)?.unreadCount).toBe(0);
  });

  it('on another device counts here too', async () => {
    const started = await startChat({}, (server) => fill(server, 3));
    started.server.push({ type: 'read.updated', data: { room_id: room, user_id: me.id, last_read_seq: 3, unread_count: 0 } });
    expect(started.chat.rooms.getSnapshot().get(room)).toMatchObject({ unreadCount: 0, lastReadSeq: 3 });
  });

  it('is taken back where another device says so on purpose, not by a late word', async () => {
    const started = await startChat({}, (server) => fill(server, 3));
    const lastRead = () => started.chat.rooms.getSnapshot().get(room)?.lastReadSeq;
    const tell = (last_read_seq: number, moved_back?: true) =>
      started.server.push({
        type: 'read.updated',
        data: { room_id: room, user_id: me.id, last_read_seq, unread_count: 3 - last_read_seq, moved_back },
      });
    tell(3);
    tell(2);
    expect(lastRead()).toBe(3);
    tell(1, true);
    expect(lastRead()).toBe(1);
    expect(started.chat.rooms.getSnapshot().get(room)?.unreadCount).toBe(2);
  });
});

describe('whatever the network does', () => {
  it('every event is applied once and in order', async () => {
    const step = fc.constantFrom('live', 'live', 'live', 'lost', 'twice', 'drop', 'heartbeat', 'pass');
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const server = scriptedServer();
        const clock = manualClock();
        server.addRoom(room);
        const chat = connectTo(server, { clock });
        const events = seen(chat);
        await settled();
        for (const what of steps) {
          const event = posted(room, server.head(room) + 1, other);
          if (what === 'live' || what === 'twice') server.log(event);
          if (what === 'lost') server.log(event, true);
          if (what === 'twice') server.push(event);
          if (what === 'drop') server.close(1006);
          if (what === 'heartbeat') server.push({ type: 'heartbeat', data: { heads: { [room]: server.head(room) } } });
          if (what === 'pass') await clock.advance(1_000);
        }
        await clock.advance(120_000);
        server.push({ type: 'heartbeat', data: { heads: { [room]: server.head(room) } } });
        await clock.advance(1_000);
        const expected = Array.from({ length: server.head(room) }, (_, index) => index + 1);
        expect(events.map((event) => event.seq)).toEqual(expected);
        await chat.close();
      }),
      { numRuns: 40 },
    );
  });
});
