import { describe, expect, it } from 'vitest';
import { splitFragment } from './split-fragment.ts';

const shown = (text: string, marks: Array<[number, number]>) =>
  splitFragment({ text, marks: marks.map(([start, end]) => ({ start, end })) })
    .map(({ text: piece, isMarked }) => (isMarked ? `[${piece}]` : piece))
    .join('');

describe('the pieces of a fragment', () => {
  it('are marked where something was found', () => {
    expect(shown('the engine weaves', [[4, 10]])).toBe('the [engine] weaves');
    expect(shown('engine', [[0, 6]])).toBe('[engine]');
    expect(shown('nothing', [])).toBe('nothing');
  });

  it('put together give the text again, whatever the order of the marks, and where they overlap', () => {
    expect(
      shown('abcdef', [
        [3, 5],
        [0, 2],
      ]),
    ).toBe('[ab]c[de]f');
    expect(
      shown('abcdef', [
        [0, 4],
        [2, 5],
      ]),
    ).toBe('[abcd][e]f');
    expect(
      shown('abcdef', [
        [0, 4],
        [1, 2],
      ]),
    ).toBe('[abcd]ef');
  });
});
