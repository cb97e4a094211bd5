import { describe, expect, it } from 'vitest';
import { complete, rankPeople, tokenAt } from './completion.ts';

describe('what is completed at the caret', () => {
  it.each([
    ['@', { kind: 'mention', query: '', start: 0 }],
    ['hello @Gra', { kind: 'mention', query: 'gra', start: 6 }],
    ['(@ad', { kind: 'mention', query: 'ad', start: 1 }],
    ['ada@exam', null],
    ['so :smi', { kind: 'emoji', query: 'smi', start: 3 }],
    [':s', null],
    ['at 12:30', null],
    ['https://x', null],
    ['done ', null],
  ])('%j', (text, expected) => expect(tokenAt(text, text.length)).toEqual(expected));

  it('looks at what stands before the caret alone', () => {
    expect(tokenAt('@gra and more', 4)).toEqual({ kind: 'mention', query: 'gra', start: 0 });
    expect(tokenAt('@gra and more', 8)).toBeNull();
  });

  it('is replaced with one blank behind it, and the caret goes there', () => {
    const token = tokenAt('hi @gr', 6);
    if (!token) throw new Error('no token');
    expect(complete('hi @gr', 6, token, '@grace')).toEqual({ text: 'hi @grace ', caret: 10 });
    expect(complete('hi @gr there', 6, token, '@grace')).toEqual({ text: 'hi @grace there', caret: 9 });
  });
});

describe('who is meant', () => {
  const people = [
    { username: 'countess', display_name: 'Ada Lovelace' },
    { username: 'ada_two', display_name: 'Someone' },
    { username: 'grace', display_name: 'Grace Hopper' },
    { username: 'canada', display_name: 'Zed' },
  ];
  it('begins with usernames, goes on with names, ends with what contains it', () => {
    expect(rankPeople(people, 'ada', 8).map(({ username }) => username)).toEqual(['ada_two', 'countess', 'canada']);
    expect(rankPeople(people, 'hop', 8).map(({ username }) => username)).toEqual(['grace']);
    expect(rankPeople(people, '', 2)).toHaveLength(2);
  });
});
