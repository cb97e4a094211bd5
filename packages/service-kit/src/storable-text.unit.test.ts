import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { unstorableText } from './storable-text.ts';

describe('unstorableText', () => {
  it('finds NUL and lone surrogates however deep, by path', () => {
    const body = { fine: 'smile \u{1F600}', list: ['a', { inner: 'b\u0000' }], lone: '\ud800', number: 1, none: null };
    expect(
      unstorableText('body', body)
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['body.list.1.inner', 'body.lone']);
  });

  it('finds them in names, which it does not repeat', () => {
    expect(unstorableText('body', { 'a\u0000': 1 })).toEqual([{ path: 'body', message: expect.any(String) }]);
  });

  it('reads what routers and query parsers make, objects without a prototype', () => {
    expect(unstorableText('query', Object.assign(Object.create(null), { q: '\u0000' }))).toHaveLength(1);
    // Once overlooked, and a 500: Fastify's are of a class of their own, whose prototype has none.
    expect(unstorableText('query', Object.assign(Object.create(Object.create(null)), { q: '\u0000' }))).toHaveLength(1);
  });

  it('leaves alone what is not parsed: a stream refers to itself without end', () => {
    expect(unstorableText('body', Readable.from(['\u0000']))).toEqual([]);
    expect(unstorableText('body', Buffer.from('\u0000'))).toEqual([]);
  });
});
