import { describe, expect, it } from 'vitest';
import { foldText } from './fold-text.ts';
import { fragmentsOf, matchMessage } from './match-message.ts';
import { parseQuery, type SearchQuery } from './parse-query.ts';
import { hasLink, termsOfContent } from './terms.ts';

function query(q: string): SearchQuery {
  const parsed = parseQuery(q);
  if (!parsed) throw new Error('nothing to find');
  return parsed;
}

const marked = (content: string, q: string) => matchMessage(content, query(q))?.marks.map(({ start, end }) => content.slice(start, end));

describe('folded text', () => {
  it('remembers where each of its characters came from', () => {
    for (const original of ['Straße  Ａ', 'e\u0301tude', '👩🏽‍💻 ok', 'plain TEXT', '\ud800 lone', '', 'İstanbul']) {
      const folded = foldText(original);
      expect(folded.origin(folded.text.length)).toBe(original.length);
      for (let index = 0; index < folded.text.length; index += 1) {
        expect(folded.origin(index)).toBeLessThan(Math.max(1, original.length));
        expect(folded.origin(index + 1)).toBeGreaterThanOrEqual(folded.origin(index));
      }
    }
    expect(foldText('Straße\t\nÀ').text).toBe('strasse a');
  });
});

describe('a match', () => {
  it('is proposed by the index for whatever the comparison finds', () => {
    const found: Array<[content: string, q: string]> = [
      ['Hello world', 'hel'],
      ['Hello world', '"hello world"'],
      ['internationalization', 'internationalizat'],
      ['std::vector<int> v', 'std::vec'],
      ['keyBoard', 'board'],
      ['東京タワー', '京タ'],
      ['안녕하세요', '녕하'],
      ['mixedTokyo東京', '東'],
      ['हिन्दी भाषा', 'हिन्'],
      ['x👍y', '👍'],
      ['Ａ１ full width', 'a1'],
      ['C# and C++', 'c#'],
    ];
    for (const [content, q] of found) {
      expect([content, q, matchMessage(content, query(q)) !== undefined]).toEqual([content, q, true]);
      const terms = termsOfContent(content);
      expect([content, q, [...query(q).terms].every((term) => terms.has(term))]).toEqual([content, q, true]);
    }
  });

  it('marks what was found as it was written', () => {
    expect(marked('Das Café, das CAFÉ', 'cafe')).toEqual(['Café', 'CAFÉ']);
    expect(marked('foo_bar and foo-bar', 'foo_bar')).toEqual(['foo_bar']);
    expect(marked('one two one two', '"one two"')).toEqual(['one two', 'one two']);
    expect(marked('nothing', 'thing')).toBeUndefined();
    expect(marked('a phrase here', '"a phr"')).toBeUndefined();
  });

  it('is shown in fragments that never cut a character', () => {
    const content = `${'👍'.repeat(100)} needle ${'👍'.repeat(300)} needle`;
    const fragments = fragmentsOf(content, matchMessage(content, query('needle'))?.marks ?? []);
    expect(fragments).toHaveLength(2);
    for (const { text, marks } of fragments) {
      expect(text.isWellFormed()).toBe(true);
      expect(marks.map(({ start, end }) => text.slice(start, end))).toEqual(['needle']);
    }
  });
});

describe('a link', () => {
  it('is an address that a reader could follow', () => {
    for (const text of ['see https://example.org/a', 'HTTP://x.y', 'www.example.org']) expect(hasLink(text)).toBe(true);
    for (const text of ['https://', 'www.', 'example', 'xhttp:/y']) expect(hasLink(text)).toBe(false);
  });
});
