import { detailsChangedBefore, type RoomId } from '@parley/contracts';
import type { LogEventName, NewLogEvent, PlacedLogEvent, RoomSettings } from './log-event.ts';

const names: Record<LogEventName, true> = {
  RoomOpened: true,
  MemberJoined: true,
  MemberLeft: true,
  MemberRoleChanged: true,
  RoomDetailsChanged: true,
  WritingClosed: true,
  WritingOpened: true,
  RoomClosed: true,
  MessagePosted: true,
  MessageEdited: true,
  MessageDeleted: true,
  MessagePinned: true,
  MessageUnpinned: true,
  ReactionAdded: true,
  ReactionRemoved: true,
};

type Stored = { streamId: string; version: number; eventId: string; type: string; schemaVersion: number; data: unknown; recordedAt: Date };

/**
 * A stored event as this version of the code understands it: the place for upcasters, by `schemaVersion`.
 * @throws when the type is not one of the log's
 */
export function parseLogEvent(stored: Stored): PlacedLogEvent {
  if (!isLogEventName(stored.type)) throw new Error(`unknown event type in a room's log: ${stored.type}`);
  const event = { type: stored.type, data: inFull(stored.type, stored.data) } as NewLogEvent;
  return { ...event, roomId: stored.streamId as RoomId, seq: stored.version, eventId: stored.eventId, at: stored.recordedAt };
}

/**
 * What a message does not have is not stored, and the first messages could not have it. Rooms had no settings of their own before
 * version 2 of the events that tell them, and what changed is told since version 3.
 */
export function inFull(type: LogEventName, data: unknown): unknown {
  if (type === 'MessagePosted') return { ...nobody, attachments: [], ...asObject(data) };
  if (type === 'MessageEdited') return { ...nobody, previous: nobody, ...asObject(data) };
  if (type === 'RoomDetailsChanged') return { ...firstSettings, changed: detailsChangedBefore, ...asObject(data) };
  if (type === 'RoomOpened') return { ...firstSettings, ...asObject(data) };
  return data;
}

const firstSettings: RoomSettings = { picture_id: null, slow_mode_seconds: 0, history_visibility: 'all', shows_receipts: false };
const nobody = { mentions: [], mentions_everyone: null };

function asObject(data: unknown): object {
  return typeof data === 'object' && data !== null ? data : {};
}

function isLogEventName(type: string): type is LogEventName {
  return Object.hasOwn(names, type);
}
