import type { LogEvent, RoomEvents, Sent } from '@parley/contracts';
import { unreachable } from '../errors.ts';
import type { Told } from '../state/unread.ts';

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

export type ReadAnswer = { lastReadSeq: number; told: Told };

export function parseReadState(data: unknown): ReadAnswer {
  const { last_read_seq, unread_count, mention_count, counted_seq } = objectOf(data);
  if (!Number.isInteger(last_read_seq) || !Number.isInteger(unread_count)) throw unreachable('the answer to a read makes no sense');
  const told = { at: integerOf(counted_seq), unreadCount: Number(unread_count), mentionCount: integerOf(mention_count) };
  return { lastReadSeq: Number(last_read_seq), told };
}

function integerOf(value: unknown): number | undefined {
  return Number.isInteger(value) ? Number(value) : undefined;
}

function objectOf(data: unknown): Record<string, unknown> {
  return typeof data === 'object' && data !== null ? { ...data } : {};
}
