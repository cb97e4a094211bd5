import { describe, expect, it } from 'vitest';
import { fuzzyScore } from './fuzzy-score.ts';

const best = (query: string, ...texts: string[]) =>
  texts
    .flatMap((text) => {
      const score = fuzzyScore(query, text);
      return score === null ? [] : [{ text, score }];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ text }) => text);

describe('how well a name answers what is typed', () => {
  it('needs all characters, in order', () => {
    expect(fuzzyScore('enr', 'Engine room')).not.toBeNull();
    expect(fuzzyScore('rne', 'Engine')).toBeNull();
    expect(fuzzyScore('engineroomz', 'Engine room')).toBeNull();
  });

  it('puts beginnings of words first', () => {
    expect(best('er', 'Grace Hopper', 'Engine room')).toEqual(['Engine room', 'Grace Hopper']);
    expect(best('hop', 'Workshop', 'Grace Hopper')).toEqual(['Grace Hopper', 'Workshop']);
  });

  it('puts the shorter of two first', () => {
    expect(best('ops', 'Ops and on-call', 'Ops')).toEqual(['Ops', 'Ops and on-call']);
  });

  it('makes nothing of case, accents and spaces', () => {
    expect(fuzzyScore('uber mull', 'Über Müll')).not.toBeNull();
    expect(fuzzyScore('', 'anything')).toBe(0);
  });
});
