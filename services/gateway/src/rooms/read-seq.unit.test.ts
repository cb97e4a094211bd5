import { describe, expect, it } from 'vitest';
import { readSeq } from './read-seq.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const room = '01890a5d-ac96-774b-bcce-b302099a8057';

describe('the seq of an event', () => {
  it('is read from the first bytes of its text', () => {
    const event = { type: 'message.posted', room_id: room, seq: 4_711, at: '2026-01-01T00:00:00.000Z', data: { content: 'ä'.repeat(500) } };
    expect(readSeq(bytes(JSON.stringify(event)))).toBe(4_711);
    expect(readSeq(bytes(JSON.stringify({ ...event, type: 'room.closed', data: {} })))).toBe(4_711);
    // A view into a larger buffer, as they come from the socket.
    expect(readSeq(bytes(`xx${JSON.stringify(event)}`).subarray(2))).toBe(4_711);
  });

  it('is not taken from anywhere else', () => {
    expect(
      readSeq(bytes(JSON.stringify({ type: 'message.posted', data: { content: `"room_id":"${room}","seq":5,` }, room_id: room }))),
    ).toBeUndefined();
    expect(readSeq(bytes(''))).toBeUndefined();
  });
});
