import { describe, expect, it } from 'vitest';
import { describeLogEvent } from './describe-log-event.ts';
import { type RoomUpdated, roomUpdatedSchema } from './events/message-events.ts';

const actor = { id: '0199f3a0-0000-7000-8000-0000000000a1', username: 'ada', display_name: 'Ada', avatar_url: null };

function updated(data: Partial<RoomUpdated['data']>, seq = 5): RoomUpdated {
  const settings = { picture_url: null, slow_mode_seconds: 0, history_visibility: 'all', shows_receipts: false, is_writable: true };
  const details = { name: 'Engines', description: null, ...settings, actor, ...data };
  return roomUpdatedSchema.parse({ type: 'room.updated', room_id: actor.id, seq, at: '2026-11-20T12:00:00.000Z', data: details });
}

describe('the line of a changed room', () => {
  it.each<[Partial<RoomUpdated['data']>, string]>([
    [{ changed: ['name'] }, 'Ada changed the room to “Engines”'],
    [{ changed: ['description'] }, 'Ada removed the description'],
    [{ changed: ['slow_mode_seconds'], slow_mode_seconds: 30 }, 'Ada set slow mode to 30 s'],
    [{ changed: ['history_visibility'], history_visibility: 'joined' }, 'Ada made the history visible from joining on'],
    [{ changed: ['name', 'shows_receipts'] }, 'Ada changed name and read receipts of the room'],
    [{ changed: ['is_writable'], name: null, is_writable: false, actor: null }, 'Nobody can write here any more'],
    [{ changed: ['is_writable'], name: null, actor: null }, 'It is possible to write here again'],
  ])('says what is something else now: %o', (data, line) => {
    expect(describeLogEvent(updated(data))).toBe(line);
  });

  it('that does not say it is read as before: it names the room', () => {
    expect(describeLogEvent(updated({}))).toBe('Ada changed the room to “Engines”');
    expect(describeLogEvent(updated({}, 1))).toBe('Ada started the conversation');
  });
});
