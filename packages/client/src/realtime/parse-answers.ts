import type { LogEvent, ReadState, RoomEvents, Sent } from '@parley/contracts';
import { unreachable } from '../errors.ts';

/** Answers to commands. What steers the client is checked; an answer of another shape counts as none at all. */

export function parseSent(data: unknown): Sent {
  const answer = objectOf(data);
  if (typeof answer.id !== 'string' || !Number.isInteger(answer.seq)) throw unreachable('the answer to a message makes no sense');
  return answer as Sent;
}

export function parseRoomEvents(data: unknown): RoomEvents {
  const answer = objectOf(data);
  if (!Number.isInteger(answer.head)) throw unreachable('the answer to a sync makes no sense');
  if (answer.reset === true) return { reset: true, head: Number(answer.head) };
  const events = Array.isArray(answer.events) ? (answer.events as LogEvent[]) : [];
  return { events, head: Number(answer.head), has_more: answer.has_more === true };
}

export function parseReadState(data: unknown): Pick<ReadState, 'last_read_seq' | 'unread_count'> {
  const answer = objectOf(data);
  if (!Number.isInteger(answer.last_read_seq) || !Number.isInteger(answer.unread_count))
    throw unreachable('the answer to a read makes no sense');
  return answer as ReadState;
}

function objectOf(data: unknown): Record<string, unknown> {
  return typeof data === 'object' && data !== null ? { ...data } : {};
}
