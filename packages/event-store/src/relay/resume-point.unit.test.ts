import { type Position, parsePosition } from '@parley/contracts';
import { assert, integer, property, record, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resumePoint } from './resume-point.ts';

const at = (text: string): Position => {
  parsePosition(text);
  return text as Position;
};
const cursor = { position: at('20-7'), epoch: 'e', streamCreated: 'monday', sequence: 40 };
const last = (position: string, epoch = 'e') => ({ position: at(position), epoch });

describe('where the relay resumes', () => {
  it('goes on where it left the stream', () => {
    expect(resumePoint('e', cursor, { created: 'monday', lastSequence: 40, last: last('20-7') })).toEqual({ after: '20-7' });
  });

  it('goes on from its cursor when all messages have expired or the last was deleted', () => {
    expect(resumePoint('e', cursor, { created: 'monday', lastSequence: 40 })).toEqual({ after: '20-7' });
    expect(resumePoint('e', cursor, { created: 'monday', lastSequence: 40, last: last('19-6') })).toEqual({ after: '20-7' });
  });

  it('believes the broker when the cursor was saved before the last events', () => {
    expect(resumePoint('e', cursor, { created: 'monday', lastSequence: 45, last: last('21-9') })).toEqual({ after: '21-9' });
  });

  it('publishes again what the broker lost from its end', () => {
    expect(resumePoint('e', cursor, { created: 'monday', lastSequence: 38, last: last('18-5') })).toEqual({ after: '18-5' });
  });

  it('begins with recent events when nothing of ours is left', () => {
    expect(resumePoint('e', cursor, { created: 'tuesday', lastSequence: 0 })).toBe('recent events');
    expect(resumePoint('e', cursor, { created: 'monday', lastSequence: 3 })).toBe('recent events');
    expect(resumePoint('e', undefined, { created: 'monday', lastSequence: 0 })).toBe('recent events');
  });

  it('goes on in a new stream that a relay before it has begun to fill', () => {
    expect(resumePoint('e', cursor, { created: 'tuesday', lastSequence: 3, last: last('12-3') })).toEqual({ after: '12-3' });
    expect(resumePoint('e', undefined, { created: 'tuesday', lastSequence: 3, last: last('12-3') })).toEqual({ after: '12-3' });
  });

  it('starts over after a restore: positions of another epoch mean nothing', () => {
    expect(resumePoint('f', cursor, { created: 'monday', lastSequence: 40, last: last('20-7') })).toBe('recent events');
    expect(resumePoint('f', { ...cursor, epoch: 'f' }, { created: 'monday', lastSequence: 40, last: last('20-7') })).toEqual({
      after: '20-7',
    });
  });

  it('never resumes behind an event that the broker lost, and never before one that it has last', () => {
    const position = (n: number) => at(`${n}-${n}`);
    const histories = record({
      published: integer({ min: 1, max: 20 }),
      saved: integer({ min: 0, max: 20 }),
      lost: integer({ min: 0, max: 20 }),
      removed: uniqueArray(integer({ min: 1, max: 20 })),
    });
    assert(
      property(histories, ({ published, saved, lost, removed }) => {
        const kept = Math.max(0, published - lost);
        const left = Array.from({ length: kept }, (_, index) => index + 1).filter((n) => !removed.includes(n));
        const known = Math.min(saved, published);
        const remembered = { position: position(known), epoch: 'e', streamCreated: 'monday', sequence: known };
        const youngest = left.at(-1);
        const resume = resumePoint('e', remembered, {
          created: 'monday',
          lastSequence: kept,
          last: youngest === undefined ? undefined : { position: position(youngest), epoch: 'e' },
        });
        if (resume === 'recent events') {
          // Only when nothing of ours is left and the stream is shorter than we knew it.
          expect([youngest, kept < known]).toEqual([undefined, true]);
          return;
        }
        const after = Number(parsePosition(resume.after).tx);
        expect(after).toBeLessThanOrEqual(kept);
        if (youngest === kept) expect(after).toBe(kept);
      }),
    );
  });
});
