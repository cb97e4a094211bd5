import { describe, expect, it } from 'vitest';
import type { Row } from './timeline-rows.ts';
import { nextMessage } from './use-roving-row.ts';

/** d: the divider of a day, m: a message. */
const rowsOf = (kinds: string): Row[] =>
  JSON.parse(JSON.stringify([...kinds].map((kind, index) => ({ kind: kind === 'm' ? 'message' : 'day', key: String(index) }))));

describe('where a key leads from a message', () => {
  const rows = rowsOf('dmmdmd');

  it('is the next message, past what is none', () => {
    expect(nextMessage(rows, 2, 'ArrowDown')).toBe(4);
    expect(nextMessage(rows, 4, 'ArrowUp')).toBe(2);
  });
  it('is the first and the last one', () => {
    expect(nextMessage(rows, 4, 'Home')).toBe(1);
    expect(nextMessage(rows, 1, 'End')).toBe(4);
  });
  it('is nowhere at the ends, and for other keys', () => {
    expect(nextMessage(rows, 4, 'ArrowDown')).toBe(-1);
    expect(nextMessage(rows, 1, 'ArrowUp')).toBe(-1);
    expect(nextMessage(rows, 1, 'a')).toBeUndefined();
  });
});
