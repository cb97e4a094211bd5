import { describe, expect, it } from 'vitest';
import { findLinks } from './find-links.ts';
import { findMentions } from './find-mentions.ts';
import { withoutCode } from './without-code.ts';

describe('the code in a text', () => {
  it.each([
    ['a `b` c', 'a     c'],
    ['a ``b`c`` d', 'a         d'],
    ['no `end', 'no `end'],
    ['```\nall\n', '         '.slice(0, 8)],
    ['`a` b `c`', '    b    '],
  ])('is blanked out of %j', (text, plain) => {
    expect(withoutCode(text)).toBe(plain);
  });

  it('takes no longer the more backticks there are', () => {
    const hostile = Array.from({ length: 99 }, (_, index) => '`'.repeat(index + 1)).join(' ');
    expect(withoutCode(hostile)).toHaveLength(hostile.length);
  });
});

describe('mentions in a text', () => {
  it.each([
    ['@ada', ['ada'], null],
    ['Hello @Ada, @grace_2! (@linus)', ['ada', 'grace_2', 'linus'], null],
    ['@ada @ADA', ['ada'], null],
    ['mail ada@example.org, see a/@ada and @@ada', [], null],
    ['`@ada` and ```\n@grace\n``` but @linus', ['linus'], null],
    ['@here', [], 'here'],
    ['@here @room', [], 'room'],
    ['@Room @here and @ada', ['ada'], 'room'],
    ['`@room`', [], null],
    ['@ab @adaé', [], null],
  ])('%j', (text, usernames, everyone) => {
    expect(findMentions(text)).toEqual({ usernames, everyone });
  });

  it('are at most fifty', () => {
    expect(findMentions(Array.from({ length: 80 }, (_, index) => `@user${index}`).join(' ')).usernames).toHaveLength(50);
  });
});

describe('links in a text', () => {
  it.each([
    ['see https://example.org/a?b=c.', ['https://example.org/a?b=c']],
    ['(https://example.org/wiki/Engine_(analytical))', ['https://example.org/wiki/Engine_(analytical)']],
    ['HTTP://EXAMPLE.ORG and http://a.b, http://a.b', ['HTTP://EXAMPLE.ORG', 'http://a.b']],
    ['`https://example.org` javascript:alert(1) ftp://x xhttps://y', []],
    ['https:// https://[', []],
  ])('%j', (text, links) => {
    expect(findLinks(text)).toEqual(links);
  });
});
