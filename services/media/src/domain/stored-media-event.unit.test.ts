import { describe, expect, it } from 'vitest';
import type { MediaEventType } from './media-events.ts';
import { parseMediaEvent, schemaVersions } from './stored-media-event.ts';

const at = '2026-11-20T12:00:00.000Z';
const id = '0199f3a0-0000-7000-8000-0000000000a1';
const uploaded = {
  owner_id: id,
  purpose: 'avatar',
  name: '',
  media_type: 'image/png',
  bytes: 9,
  width: 1,
  height: 1,
  has_thumbnail: true,
  at,
};

/** One stored event per type and schema version, as it lies in databases. Never edit one: add the next version. */
const fixtures: Record<MediaEventType, Record<number, unknown>> = {
  MediaUploaded: { 1: uploaded },
  MediaAttached: { 1: { message_id: id, room_id: id, seq: 7, at } },
  MediaDetached: { 1: { message_id: id, at } },
  MediaClaimed: { 1: { room_id: null, at } },
  MediaDeleted: { 1: { reason: 'swept', at } },
};
const cases = Object.entries(fixtures).flatMap(([type, versions]) =>
  Object.entries(versions).map(([version, data]) => ({ type, schemaVersion: Number(version), data })),
);

describe('stored events', () => {
  it.each(cases)('$type version $schemaVersion is still understood', (raw) => {
    expect(parseMediaEvent(raw)).toEqual({ type: raw.type, data: raw.data });
  });

  it('have a fixture of every version up to the one that is written', () => {
    for (const [type, version] of Object.entries(schemaVersions)) {
      const versions = cases.filter((known) => known.type === type).map((known) => known.schemaVersion);
      expect(versions).toEqual(Array.from({ length: version }, (_, index) => index + 1));
    }
  });

  it('of an unknown type or a later version stop whoever reads them', () => {
    expect(() => parseMediaEvent({ type: 'MediaPainted', schemaVersion: 1, data: {} })).toThrow(/unknown event type/);
    expect(() => parseMediaEvent({ type: 'MediaDeleted', schemaVersion: 2, data: {} })).toThrow(/newer/);
  });
});
