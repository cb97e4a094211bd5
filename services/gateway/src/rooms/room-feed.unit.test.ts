import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SocketSession } from '../sockets/socket-session.ts';
import type { LiveEvent } from './live-event.ts';
import { type LogPage, RoomFeed } from './room-feed.ts';

const roomId = '0199f3a0-0000-7000-8000-0000000000b1';
const ada = '0199f3a0-0000-7000-8000-0000000000a1';
const grace = '0199f3a0-0000-7000-8000-0000000000a2';

function message(seq: number): LiveEvent {
  return { seq, type: 'message.posted', payload: Buffer.from(JSON.stringify({ type: 'message.posted', seq })) };
}

function left(seq: number, userId: string): LiveEvent {
  const user = { id: userId, username: 'someone', display_name: 'Someone', avatar_url: null };
  const line = {
    type: 'member.left',
    room_id: roomId,
    seq,
    at: '2026-11-20T12:00:00.000Z',
    data: { user, reason: 'removed', actor: null },
  };
  return { seq, type: 'member.left', payload: Buffer.from(JSON.stringify(line)) };
}

/** A socket that remembers what it was sent, frame by frame. */
function listener(userId: string) {
  const received: Array<{ type: string; seq?: number; data?: unknown }> = [];
  const amiss: string[] = [];
  const session = {
    userId,
    reconcileSoon: () => void amiss.push(userId),
    rooms: new Map<string, RoomFeed>(),
    send(bytes: Buffer) {
      received.push(...framesIn(bytes));
    },
  } as unknown as SocketSession;
  return { session, amiss, received, seqs: () => received.flatMap((frame) => frame.seq ?? []) };
}

function framesIn(bytes: Buffer): Array<{ type: string; seq?: number }> {
  const frames: Array<{ type: string; seq?: number }> = [];
  for (let at = 0; at < bytes.length; ) {
    const short = bytes[at + 1] ?? 0;
    const header = short === 126 ? 4 : 2;
    const length = short === 126 ? bytes.readUInt16BE(at + 2) : short;
    frames.push(JSON.parse(bytes.subarray(at + header, at + header + length).toString('utf8')));
    at += header + length;
  }
  return frames;
}

function feedWith(readLog: (after: number) => Promise<LogPage> = async (after) => ({ events: [], head: after })) {
  const lost: SocketSession[][] = [];
  const empty: string[] = [];
  const reads: number[] = [];
  const feed = new RoomFeed({
    roomId,
    readLog: (_room, after) => {
      reads.push(after);
      return readLog(after);
    },
    onEmpty: (gone) => empty.push(gone.roomId),
    onLost: (_feed, audience) => lost.push(audience),
    onFillFailed: () => undefined,
  });
  return { feed, lost, empty, reads };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a room feed', () => {
  it('writes events in order, once, whatever order they come in', async () => {
    const { feed } = feedWith();
    const reader = listener(ada);
    feed.learnHead(10);
    feed.admit(reader.session, 10);
    for (const seq of [12, 11, 11, 14, 12, 13]) feed.receive(message(seq));
    await vi.advanceTimersByTimeAsync(10);
    expect(reader.seqs()).toEqual([11, 12, 13, 14]);
  });

  it('holds what comes before the head is known and drops what the head covers', async () => {
    const { feed } = feedWith();
    const reader = listener(ada);
    for (const seq of [9, 10, 11, 12]) feed.receive(message(seq));
    feed.learnHead(10);
    feed.admit(reader.session, 10);
    await vi.advanceTimersByTimeAsync(10);
    feed.receive(message(13));
    await vi.advanceTimersByTimeAsync(10);
    expect(feed.lastSeq).toBe(13);
    expect(reader.seqs()).toEqual([13]);
  });

  it('fills a hole from the log when the missing event does not come by itself', async () => {
    const { feed, reads } = feedWith(async () => ({ events: [message(11), message(12)], head: 13 }));
    const reader = listener(ada);
    feed.learnHead(10);
    feed.admit(reader.session, 10);
    feed.receive(message(13));
    await vi.advanceTimersByTimeAsync(100);
    expect(reads).toEqual([10]);
    expect(reader.seqs()).toEqual([11, 12, 13]);
  });

  it('finds a lost tail through the head alone', async () => {
    const { feed } = feedWith(async () => ({ events: [message(11)], head: 11 }));
    const reader = listener(ada);
    feed.learnHead(10);
    feed.admit(reader.session, 10);
    feed.learnHead(11);
    await vi.advanceTimersByTimeAsync(100);
    expect(reader.seqs()).toEqual([11]);
  });

  it('asks again when the log could not be read', async () => {
    let tries = 0;
    const { feed } = feedWith(async () => {
      tries += 1;
      if (tries === 1) throw new Error('messages is away');
      return { events: [message(11)], head: 12 };
    });
    const reader = listener(ada);
    feed.learnHead(10);
    feed.admit(reader.session, 10);
    feed.receive(message(12));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(tries).toBe(2);
    expect(reader.seqs()).toEqual([11, 12]);
  });

  it('gives a person who was removed nothing above the seq at which they left', async () => {
    const { feed } = feedWith();
    const removed = listener(grace);
    const staying = listener(ada);
    feed.learnHead(10);
    feed.admit(removed.session, 10);
    feed.admit(staying.session, 10);
    for (const event of [message(11), left(12, grace), message(13)]) feed.receive(event);
    await vi.advanceTimersByTimeAsync(10);
    expect(removed.seqs()).toEqual([11, 12]);
    expect(removed.received.at(-1)).toEqual({ type: 'room.removed', data: { room_id: roomId, reason: 'removed' } });
    expect(removed.session.rooms.size).toBe(0);
    expect(staying.seqs()).toEqual([11, 12, 13]);
  });

  it('does not admit on an answer that was overtaken by the line that says the person left', () => {
    const { feed } = feedWith();
    feed.learnHead(10);
    feed.admit(listener(ada).session, 10);
    feed.receive(left(11, grace));
    expect(feed.admit(listener(grace).session, 10)).toBe(false);
    expect(feed.admit(listener(grace).session, 11)).toBe(true);
  });

  it('has the rooms of a person compared whose leaving it reads late: they may be back, and nobody will say so', async () => {
    const { feed } = feedWith(async () => ({ events: [message(11), left(12, grace), message(13)], head: 13 }));
    const [late, staying] = [listener(grace), listener(ada)];
    feed.learnHead(10);
    for (const { session } of [late, staying]) feed.admit(session, 10);
    feed.learnHead(13);
    await vi.advanceTimersByTimeAsync(100);
    expect([late.amiss, staying.amiss]).toEqual([[grace], []]);
    feed.receive(left(14, ada));
    expect(staying.amiss).toEqual([]);
  });

  it('gives a newcomer who knows more of the log than it does nothing that came before them', async () => {
    const { feed } = feedWith(async () => ({ events: [message(11), left(12, grace), message(13), message(14)], head: 14 }));
    const [staying, newcomer] = [listener(ada), listener(grace)];
    feed.learnHead(10);
    feed.admit(staying.session, 10);
    // Grace left with 12, and was a member again as of 13: the line that took her out is older than that.
    feed.learnHead(13);
    expect(feed.admit(newcomer.session, 13)).toBe(true);
    feed.learnHead(14);
    await vi.advanceTimersByTimeAsync(100);
    expect(staying.seqs()).toEqual([11, 12, 13, 14]);
    expect(newcomer.seqs()).toEqual([14]);
    expect(newcomer.session.rooms.has(roomId)).toBe(true);
  });

  it('takes out a newcomer who leaves before it has caught up with them', async () => {
    const { feed, empty } = feedWith(async () => ({ events: [message(11), message(12), left(13, grace), message(14)], head: 14 }));
    const newcomer = listener(grace);
    feed.learnHead(10);
    feed.learnHead(12);
    feed.admit(newcomer.session, 12);
    feed.learnHead(14);
    await vi.advanceTimersByTimeAsync(100);
    expect(newcomer.seqs()).toEqual([13]);
    expect(newcomer.session.rooms.size).toBe(0);
    expect(empty).toEqual([roomId]);
  });

  it('asks about everyone afresh when it does not understand who has left', () => {
    const { feed, lost } = feedWith();
    const reader = listener(ada);
    feed.learnHead(10);
    feed.admit(reader.session, 10);
    feed.receive({ seq: 11, type: 'member.left', payload: Buffer.from('{"data":{}}') });
    feed.receive(message(12));
    expect(lost).toEqual([[reader.session]]);
    expect(reader.seqs()).toEqual([]);
  });

  it('asks a log that does not give what it should a few times a second at most', async () => {
    const { feed, reads } = feedWith();
    feed.learnHead(10);
    feed.admit(listener(ada).session, 10);
    feed.learnHead(11);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(reads.length).toBeLessThan(6);
  });

  it('closes and asks for a fresh admission of everyone when too much was missed', async () => {
    const { feed, lost } = feedWith();
    const reader = listener(ada);
    feed.learnHead(10);
    feed.admit(reader.session, 10);
    feed.receive(message(50_000));
    await vi.advanceTimersByTimeAsync(100);
    expect(lost).toEqual([[reader.session]]);
    expect(feed.closed).toBe(true);
    feed.receive(message(50_001));
    expect(reader.seqs()).toEqual([]);
  });

  it('ends for everyone when the room is closed', () => {
    const { feed, empty } = feedWith();
    const reader = listener(ada);
    feed.learnHead(10);
    feed.admit(reader.session, 10);
    feed.receive({ seq: 11, type: 'room.closed', payload: Buffer.from('{}') });
    expect(reader.received.at(-1)).toEqual({ type: 'room.removed', data: { room_id: roomId, reason: 'deleted' } });
    expect(empty).toEqual([roomId]);
  });

  it('joins the frames of a busy room and delays nothing in a quiet one', async () => {
    const { feed } = feedWith();
    const writes: Buffer[] = [];
    const reader = { userId: ada, rooms: new Map(), send: (bytes: Buffer) => writes.push(bytes) } as unknown as SocketSession;
    feed.learnHead(0);
    feed.admit(reader, 0);
    feed.receive(message(1));
    expect(writes).toHaveLength(1);
    for (const seq of [2, 3, 4]) feed.receive(message(seq));
    expect(writes).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(10);
    expect(writes).toHaveLength(2);
  });
});

describe('whether members may write', () => {
  const updated = (seq: number, is_writable: boolean) => {
    const settings = { slow_mode_seconds: 0, history_visibility: 'all', shows_receipts: false };
    const data = { name: null, description: null, picture_url: null, ...settings, is_writable, changed: ['is_writable'], actor: null };
    const line = { type: 'room.updated', room_id: roomId, seq, at: '2026-11-20T12:00:00.000Z', data };
    return { seq, type: 'room.updated', payload: Buffer.from(JSON.stringify(line)) };
  };

  it('is known from the start and follows the log; what was read earlier changes nothing', () => {
    const { feed } = feedWith();
    feed.learnHead(10, false);
    expect(feed.isWritable).toBe(false);
    feed.receive(updated(11, true));
    expect(feed.isWritable).toBe(true);
    feed.learnHead(10, false);
    expect(feed.isWritable).toBe(true);
    feed.receive(updated(12, false));
    expect(feed.isWritable).toBe(false);
  });
});
