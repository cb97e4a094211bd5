import { describe, expect, it } from 'vitest';
import { emojiGroups, findEmoji } from './emoji-data.ts';

describe('the emoji to choose from', () => {
  it('are one emoji each, once, with a name that can be typed', () => {
    const all = emojiGroups.flatMap((group) => group.emoji);
    for (const { emoji, name } of all) {
      expect(emoji, name).toMatch(/^\p{RGI_Emoji}$/v);
      expect(name).toMatch(/^[a-z0-9_+-]+$/);
    }
    expect(new Set(all.map(({ emoji }) => emoji)).size).toBe(all.length);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  it('are found by name and by word', () => {
    expect(findEmoji('tada')[0]?.emoji).toBe('🎉');
    expect(findEmoji('party').map(({ emoji }) => emoji)).toEqual(expect.arrayContaining(['🎉', '🥳']));
    expect(findEmoji('+1')[0]?.emoji).toBe('👍');
    expect(findEmoji('nothing like it')).toEqual([]);
    expect(findEmoji('  ')).toEqual([]);
  });
});
