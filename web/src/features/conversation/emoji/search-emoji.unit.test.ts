import { describe, expect, it } from 'vitest';
import { emojiBook } from './emoji-book.ts';
import { withRecent } from './recent-emoji.ts';
import { searchEmoji } from './search-emoji.ts';

const found = (query: string, count = 5) => searchEmoji(emojiBook, query, count).map(({ emoji }) => emoji);

describe('looking for an emoji', () => {
  it('finds the one that is called so first', () => {
    expect(found('tada')[0]).toBe('🎉');
    expect(found('+1')[0]).toBe('👍');
    expect(found('Heart')[0]).toBe('❤️');
  });
  it('finds what begins so, then what holds it, then what it is about', () => {
    expect(found('rock')[0]).toBe('🪨');
    expect(found('rocket')[0]).toBe('🚀');
    expect(found('celebration', 20)).toContain('🎊');
  });
  it('gives no more than asked for, and nothing for what is none', () => {
    expect(found('a', 8)).toHaveLength(8);
    expect(found('qqqqq')).toEqual([]);
  });
});

describe('the recent ones', () => {
  it('are the last used, each once, the newest first', () => {
    expect(withRecent(['👍', '🎉', '🚀'], '🎉')).toEqual(['🎉', '👍', '🚀']);
    expect(
      withRecent(
        Array.from({ length: 40 }, (_, nth) => String(nth)),
        'x',
      ),
    ).toHaveLength(18);
  });
});
