import { describe, expect, it } from 'vitest';
import type { Inline } from './parse-inline.ts';
import { type Block, parseMarkdown } from './parse-markdown.ts';

/** What was understood, in short: b(), i(), s(), c(), a(), @(). */
function inShort(part: Inline): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'code':
      return `c(${part.text})`;
    case 'mention':
      return `@(${part.username})`;
    case 'link':
      return `a(${part.href}|${part.children.map(inShort).join('')})`;
    default:
      return `${{ strong: 'b', em: 'i', strike: 's' }[part.kind]}(${part.children.map(inShort).join('')})`;
  }
}
function blockInShort(block: Block): string {
  if (block.kind === 'code') return `pre[${block.language}](${block.text})`;
  if (block.kind === 'quote') return `quote(${block.children.map(blockInShort).join(' ')})`;
  if (block.kind === 'list') return `${block.first ?? 'ul'}(${block.items.map((item) => item.map(inShort).join('')).join('|')})`;
  return block.children.map(inShort).join('');
}
const read = (content: string) => parseMarkdown(content).map(blockInShort).join(' / ');

describe('markdown in a message', () => {
  it.each([
    ['**bold** and *leaning* and ~~gone~~', 'b(bold) and i(leaning) and s(gone)'],
    ['__bold__ _leaning_', 'b(bold) i(leaning)'],
    ['**a *b* c**', 'b(a i(b) c)'],
    ['snake_case_name 2*3*4 a ** b', 'snake_case_name 2*3*4 a ** b'],
    ['**never closed', '**never closed'],
    ['\\*plain\\*', '*plain*'],
    ['`**code**` and ``a ` b``', 'c(**code**) and c(a ` b)'],
    ['no `end', 'no `end'],
    ['hello', 'hello'],
  ])('%j', (content, expected) => expect(read(content)).toBe(expected));

  it.each([
    ['see https://example.org/a_b_c.', 'see a(https://example.org/a_b_c|https://example.org/a_b_c).'],
    ['(https://example.org/e_(x))', '(a(https://example.org/e_(x)|https://example.org/e_(x)))'],
    ['[the *note*](https://example.org)', 'a(https://example.org|the i(note))'],
    ['[click](javascript:alert(1)) javascript:alert(1)', '[click](javascript:alert(1)) javascript:alert(1)'],
    ['[a](data:text/html,x)', '[a](data:text/html,x)'],
  ])('links lead to http and https alone: %j', (content, expected) => expect(read(content)).toBe(expected));

  it.each([
    ['@Ada, look (@grace_2)', '@(ada), look (@(grace_2))'],
    ['mail ada@example.org `@ada`', 'mail ada@example.org c(@ada)'],
  ])('mentions: %j', (content, expected) => expect(read(content)).toBe(expected));

  it.each([
    ['a\n\nb\nc', 'a / b\nc'],
    ['```ts\nlet a = "<b>";\n\n**x**\n```\nafter', 'pre[ts](let a = "<b>";\n\n**x**) / after'],
    ['```\nnever ends', 'pre[](never ends)'],
    ['> said\n> **so**\nno', 'quote(said\nb(so)) / no'],
    ['- one\n- *two*\n\n3. three\n4. four', 'ul(one|i(two)) / 3(three|four)'],
    ['-1 is not a list', '-1 is not a list'],
  ])('blocks: %j', (content, expected) => expect(read(content)).toBe(expected));

  it('leaves HTML what it is: text', () => {
    expect(read('<img src=x onerror=alert(1)> <b>x</b>')).toBe('<img src=x onerror=alert(1)> <b>x</b>');
  });

  it.each(['*', '_', '~~', '`', '[', '> ', '**a ', '`'.repeat(3), '[a](', '*a_'])('takes no time over many %j', (piece) => {
    const hostile = piece.repeat(Math.floor(5_000 / piece.length));
    const start = performance.now();
    parseMarkdown(hostile);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
