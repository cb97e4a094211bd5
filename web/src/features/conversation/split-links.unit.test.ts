import { describe, expect, it } from 'vitest';
import { isEmojiOnly, splitLinks } from './split-links.ts';

const links = (content: string) => splitLinks(content).flatMap((part) => (part.kind === 'link' ? [part.href] : []));

describe('links', () => {
  it.each([
    ['see https://example.org/a?b=c#d.', ['https://example.org/a?b=c#d']],
    ['(https://example.org)', ['https://example.org']],
    ['https://en.wikipedia.org/wiki/Parley_(film)', ['https://en.wikipedia.org/wiki/Parley_(film)']],
    ['http://a.test, http://b.test!', ['http://a.test', 'http://b.test']],
    ['javascript:alert(1) data:text/html,x ftp://a.test', []],
    ['https://', []],
  ])('in %j', (content, found) => {
    expect(links(content)).toEqual(found);
  });

  it('lose no character of the text', () => {
    const content = 'a https://x.test/y), b http:// c\nhttps://z.test.';
    expect(
      splitLinks(content)
        .map((part) => part.text)
        .join(''),
    ).toBe(content);
  });
});

describe('emoji', () => {
  it.each([
    ['🎉', true],
    ['👩‍👩‍👧 ❤️', true],
    ['👍🏽👍🏽👍🏽👍🏽', false],
    ['3', false],
    ['yes 🎉', false],
  ])('%j alone: %s', (content, alone) => {
    expect(isEmojiOnly(content)).toBe(alone);
  });
});
