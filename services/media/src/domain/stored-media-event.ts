import { type MediaEvent, type MediaEventType, mediaEventSchema } from './media-events.ts';

/** An event as the store gives it back. */
export type RawEvent = { type: string; schemaVersion: number; data: unknown };

/** The schema version that this release writes, per type. */
export const schemaVersions: Record<MediaEventType, number> = {
  MediaUploaded: 1,
  MediaAttached: 1,
  MediaDetached: 1,
  MediaClaimed: 1,
  MediaDeleted: 1,
};

/** `upcasters[type][n]` turns data of version n into version n + 1. Old events stay as they were written. */
const upcasters: { [Type in MediaEventType]?: Record<number, (data: unknown) => unknown> } = {};

/** @throws Error for a type or version that this build does not know */
export function parseMediaEvent({ type, schemaVersion, data }: RawEvent): MediaEvent {
  if (!isMediaEventType(type)) throw new Error(`unknown event type ${type}`);
  if (schemaVersion > schemaVersions[type]) throw new Error(`${type} has schema version ${schemaVersion}, newer than this build`);
  let current = data;
  for (let version = schemaVersion; version < schemaVersions[type]; version++) {
    const step = upcasters[type]?.[version];
    if (!step) throw new Error(`no upcaster for ${type} version ${version}`);
    current = step(current);
  }
  return mediaEventSchema.parse({ type, data: current });
}

function isMediaEventType(type: string): type is MediaEventType {
  return Object.hasOwn(schemaVersions, type);
}
