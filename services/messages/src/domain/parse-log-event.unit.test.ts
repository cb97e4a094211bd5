import { describe, expect, it } from 'vitest';
import { schemaVersions } from './log-event.ts';
import { parseLogEvent } from './parse-log-event.ts';

const stored = {
  streamId: '0199f3a0-0000-7000-8000-0000000000b1',
  version: 1,
  eventId: '0199f3a0-0000-7000-8000-0000000000e1',
  recordedAt: new Date('2026-11-20T12:00:00.000Z'),
};
const settings = { picture_id: null, slow_mode_seconds: 0, history_visibility: 'all', shows_receipts: false };

describe('lines from before rooms had settings', () => {
  it.each([
    ['RoomOpened', { type: 'group', name: 'Engines', description: null, actor_id: null }],
    ['RoomDetailsChanged', { name: 'Engines', description: null, actor_id: null }],
  ])('tell what held then: %s', (type, data) => {
    const told = type === 'RoomOpened' ? {} : { changed: ['name'] };
    expect(parseLogEvent({ ...stored, type, schemaVersion: 1, data })).toMatchObject({
      type,
      seq: 1,
      data: { ...data, ...settings, ...told },
    });
  });

  it.each(Object.entries(schemaVersions))('and those of today say it themselves: %s', (type, schemaVersion) => {
    const data = { type: 'group', name: 'Engines', description: null, actor_id: null, ...settings, slow_mode_seconds: 7 };
    expect(parseLogEvent({ ...stored, type, schemaVersion, data })).toMatchObject({ data: { slow_mode_seconds: 7 } });
  });
});
