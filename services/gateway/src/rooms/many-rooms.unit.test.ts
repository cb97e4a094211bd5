import { limits, memberRoomsRpc, readyRoomSchema } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { encodeJsonFrame } from '../frames/encode-text-frame.ts';

/** What a NATS server takes in one message by default. */
const natsMaxPayload = 1024 * 1024;

describe('a person in as many rooms as one can be in', () => {
  it('fits into one reply of `messages` and one `ready`, whatever the numbers', () => {
    const most = 2 ** 31 - 1;
    const room = readyRoomSchema.parse({
      id: '0199f3a0-0000-7000-8000-0000000000b1',
      type: 'channel',
      head: most,
      last_read_seq: most,
      unread_count: most,
      mention_count: most,
      is_writable: false,
    });
    const epoch = '0199f3a0-0000-4000-8000-0000000000e1';
    const rooms = Array.from({ length: limits.roomsPerPersonMax }, () => room);
    const reply = { ok: true, data: memberRoomsRpc.reply.parse({ epoch, rooms }) };
    expect(Buffer.byteLength(JSON.stringify(reply))).toBeLessThan(natsMaxPayload);
    expect(encodeJsonFrame({ type: 'ready', data: { epoch, rooms } }).length).toBeLessThan(limits.socketQueueMaxBytes);
  });
});
