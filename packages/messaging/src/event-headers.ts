import { type MsgHdrs, MsgHdrsImpl } from '@nats-io/nats-core';
import { eventHeaders, type Position, type PublishedEvent, type PublishingService, parsePosition } from '@parley/contracts';

const plain = /^[\x21-\x7e]+$/;

/** The broker takes the event only directly behind this: a sequence number, or the event sent just before. */
export type Behind = { sequence: number } | { event: PublishedEvent };

export function encodeEventHeaders(event: PublishedEvent, behind: Behind): MsgHdrs {
  const record: Record<string, string[]> = {
    'Nats-Msg-Id': [messageId(event)],
    ...('event' in behind
      ? { 'Nats-Expected-Last-Msg-Id': [messageId(behind.event)] }
      : { 'Nats-Expected-Last-Sequence': [String(behind.sequence)] }),
    [eventHeaders.id]: [event.eventId],
    [eventHeaders.version]: [String(event.version)],
    [eventHeaders.schemaVersion]: [String(event.schemaVersion)],
    [eventHeaders.position]: [event.position],
    [eventHeaders.previous]: [event.previous],
    [eventHeaders.epoch]: [event.epoch],
  };
  // The one value that came from outside; a line break in it would be another header.
  if (event.traceparent && plain.test(event.traceparent)) record[eventHeaders.traceparent] = [event.traceparent];
  // `headers()` and `set()` validate and search per call, which costs more than publishing the event.
  return MsgHdrsImpl.fromRecord(record);
}

/** The epoch belongs to it: after a restore, the same events are new to the broker. */
function messageId({ epoch, eventId }: PublishedEvent): string {
  return `${epoch}:${eventId}`;
}

/** @throws Error when the message is not an event of `service`; nobody but its relay may publish there */
export function decodeEvent(service: PublishingService, subject: string, headers: MsgHdrs | undefined, payload: string): PublishedEvent {
  const parts = subject.split('.');
  const streamId = parts[2];
  const read = (name: string) => headers?.get(name) ?? '';
  const version = Number(read(eventHeaders.version));
  if (!streamId || parts.length < 4 || !Number.isSafeInteger(version) || version < 1) throw new Error('not a published event');
  return {
    service,
    streamId,
    version,
    type: parts.slice(3).join('.'),
    eventId: read(eventHeaders.id),
    schemaVersion: Number(read(eventHeaders.schemaVersion)) || 1,
    position: readPosition(read(eventHeaders.position)),
    previous: readPosition(read(eventHeaders.previous)),
    epoch: read(eventHeaders.epoch),
    payload,
    traceparent: read(eventHeaders.traceparent) || undefined,
  };
}

export function readPosition(text: string): Position {
  parsePosition(text);
  return text as Position;
}
