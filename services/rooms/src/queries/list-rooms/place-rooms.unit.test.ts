import { type RoomPage, roomIdSchema } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { placeRooms } from './place-rooms.ts';

const idOf = (nth: number) => roomIdSchema.parse(`01a2287e-0000-7000-8000-${String(nth).padStart(12, '0')}`);
const at = (ms: number) => new Date(1e12 + ms);
const joined = (nth: number, ms: number) => ({ id: idOf(nth), joined_at: at(ms) });
const said = {
  seq: 3,
  sender_id: null,
  sender_username: null,
  sender_display_name: null,
  content: 'Hello',
  created_at: at(0).toISOString(),
};

/** What `messages` says of rooms: number, place in ms, and whether anything was said there. */
function knownRooms(...rooms: Array<[nth: number, placedMs: number, isQuiet: boolean]>) {
  return new Map(
    rooms.map(([nth, placedMs, isQuiet]) => {
      const room = { room_id: idOf(nth), placed_at: at(placedMs).toISOString(), last_message: isQuiet ? null : said };
      return [idOf(nth), room as unknown as RoomPage['rooms'][number]];
    }),
  );
}

const order = (...given: Parameters<typeof placeRooms>) => placeRooms(...given).map(({ row }) => row.id);

describe('the order of a person’s rooms', () => {
  it('is that of `messages`, and among rooms of one moment that of their ids', () => {
    const rows = [joined(1, 0), joined(2, 0), joined(3, 0)];
    expect(order(rows, knownRooms([1, 10, false], [2, 30, false], [3, 10, false]))).toEqual([2, 3, 1].map(idOf));
  });

  it('has a room that `messages` does not know yet where it was joined', () => {
    const rows = [joined(1, 0), joined(2, 20), joined(3, 5)];
    expect(order(rows, knownRooms([1, 30, false], [3, 5, true]))).toEqual([1, 2, 3].map(idOf));
  });

  it('has it above a quiet one that was joined before, however late `messages` heard of that', () => {
    const rows = [joined(1, 0), joined(2, 20)];
    expect(order(rows, knownRooms([1, 90, true]))).toEqual([2, 1].map(idOf));
  });

  it('has it below one that was joined later, or where somebody has spoken since', () => {
    const rows = [joined(1, 0), joined(2, 20), joined(3, 30)];
    expect(order(rows, knownRooms([1, 90, false], [3, 80, true]))).toEqual([1, 3, 2].map(idOf));
  });
});
