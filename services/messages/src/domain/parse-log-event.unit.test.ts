import { describe, expect, it } from 'vitest';
import { parseLogEvent } from './parse-log-event.ts';

const place = { streamId: 'room', version: 7, eventId: 'event', recordedAt: new Date(0) };

describe('a stored event', () => {
  it('of a message that is text and nothing else gets the empty lists that were not stored', () => {
    const data = { message_id: 'm', client_id: 'c', sender_id: 's', content: 'Hello', reply_to: null };
    expect(parseLogEvent({ ...place, type: 'MessagePosted', schemaVersion: 1, data }).data).toEqual({
      ...data,
      mentions: [],
      mentions_everyone: null,
      attachments: [],
    });
  });

  it('of a type that no version wrote is refused', () => {
    expect(() => parseLogEvent({ ...place, type: 'MessageSung', schemaVersion: 1, data: {} })).toThrow('MessageSung');
  });
});
