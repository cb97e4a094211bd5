import { describe, expect, it } from 'vitest';
import { ParleyError } from '../errors.ts';
import { openRoomState } from '../state/room-state.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { me, readyRoom, roomId } from '../testing/samples.ts';
import { createBackoff } from './backoff.ts';
import { createReading } from './reading.ts';
import { createRoomBook } from './room-book.ts';

const room = roomId(1);

describe('what was read', () => {
  it('is told again while the connection stays up, when the server could not take it', async () => {
    const { reading, told, clock, answer } = start();
    answer.push(new ParleyError('unavailable', 'the database is away'), new ParleyError('unavailable', 'still'));
    reading.markRead(room, 7);
    await clock.advance(5_000);
    expect(told).toEqual([7, 7, 7]);
    expect(clock.pending()).toBe(0);
  });

  it('is told once more with the furthest place only, however often somebody reads on meanwhile', async () => {
    const { reading, told, clock, answer } = start();
    answer.push(new ParleyError('unavailable', 'the database is away'));
    reading.markRead(room, 5);
    await clock.advance(0);
    reading.markRead(room, 6);
    reading.markRead(room, 7);
    expect(clock.pending()).toBe(1);
    await clock.advance(5_000);
    expect(told).toEqual([5, 7]);
  });

  it('is asked again when the answer was counted before more than is remembered here', async () => {
    const { reading, told, clock, book, counted } = start();
    book.change(room, (state) => ({ ...state, lastReadSeq: 4, isCountOld: true }));
    counted.push(8);
    reading.askIfOld(room);
    await clock.advance(5_000);
    expect(told).toEqual([4, 4]);
    expect(book.get(room)).toMatchObject({ unreadCount: 6, countedSeq: 10, isCountOld: false });
    reading.askIfOld(room);
    expect(clock.pending()).toBe(0);
  });

  it('is not told again when the server refused it for good', async () => {
    const { reading, told, clock, answer } = start();
    answer.push(new ParleyError('not_a_member', 'you left'));
    reading.markRead(room, 7);
    await clock.advance(60_000);
    expect(told).toEqual([7]);
  });

  it('waits for the next connection when this one is lost', async () => {
    const { reading, told, clock, answer, connection } = start();
    answer.push(new ParleyError('unavailable', 'the connection was lost'));
    connection.online = false;
    reading.markRead(room, 7);
    await clock.advance(60_000);
    expect(told).toEqual([7]);
    connection.online = true;
    reading.flush();
    await clock.advance(0);
    expect(told).toEqual([7, 7]);
  });
});

/** Requests fail with what `answer` holds, in turn, then succeed. */
function start() {
  const clock = manualClock();
  const book = createRoomBook();
  book.put(openRoomState(readyRoom(room, 10, 0, 10), me.id));
  const told: number[] = [];
  const answer: ParleyError[] = [];
  /** Up to where the answers count, in turn; then up to the head. */
  const counted: number[] = [];
  const connection = { online: true };
  const reading = createReading({
    book,
    clock,
    backoff: createBackoff({ baseMs: 100, capMs: 1_000, random: () => 0.5 }),
    isOnline: () => connection.online,
    async request(_type, data) {
      const { seq } = data as { seq: number };
      told.push(seq);
      const failure = answer.shift();
      if (failure) throw failure;
      return { last_read_seq: seq, unread_count: 10 - seq, mention_count: 0, counted_seq: counted.shift() ?? 10 };
    },
  });
  return { reading, told, clock, answer, connection, book, counted };
}
