import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRange } from '../queries/read-media/byte-range.ts';
import { contentDisposition } from '../queries/read-media/content-disposition.ts';
import { cleanFileName, withExtension } from './file-name.ts';

/** Any text at all, halves of characters among it. */
const anyText = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 400 }).map((units) => String.fromCharCode(...units));

describe('a file name', () => {
  it('has no path, nothing unseen, and an end, whatever was given', () => {
    fc.assert(
      fc.property(anyText, (given) => {
        const name = cleanFileName(given);
        expect(name).not.toMatch(/[\\/:"*?<>|\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(name).not.toMatch(/^[.\s]/);
        expect(name.length).toBeGreaterThan(0);
        expect([...name].length).toBeLessThanOrEqual(120);
        expect(name.isWellFormed()).toBe(true);
        expect(cleanFileName(name)).toBe(name);
        expect(contentDisposition('attachment', name)).toMatch(
          /^attachment; filename="[A-Za-z0-9 ._()-]*"; filename\*=UTF-8''[A-Za-z0-9._~%-]+$/,
        );
      }),
    );
  });

  it('keeps its extension when it is shortened, and no character is cut in two', () => {
    const name = cleanFileName(`${'👋'.repeat(300)}.tar`);
    expect([[...name].length, name.endsWith('👋.tar')]).toEqual([120, true]);
  });

  it('of a picture ends as what the picture is', () => {
    expect(withExtension('a.JPEG', ['jpg', 'jpeg'])).toBe('a.JPEG');
    expect(withExtension('a.png', ['jpg', 'jpeg'])).toBe('a.jpg');
    expect(withExtension('a.exe', ['png'])).toBe('a.exe.png');
    expect(withExtension('a', ['png'])).toBe('a.png');
  });
});

describe('a range', () => {
  it.each([
    [undefined, undefined],
    ['bytes=0-', { start: 0, end: 99 }],
    ['bytes=5-5', { start: 5, end: 5 }],
    ['bytes=90-1000', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-1000', { start: 0, end: 99 }],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=9-5', undefined],
    ['bytes=-', undefined],
    ['bytes=0-1,3-4', undefined],
    ['items=0-1', undefined],
    ['bytes=99999999999999999999-', undefined],
  ])('%j of a hundred bytes', (header, expected) => {
    expect(parseRange(header, 100)).toEqual(expected);
  });
});
