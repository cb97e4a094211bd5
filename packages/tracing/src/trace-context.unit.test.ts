import { describe, expect, it } from 'vitest';
import { childTraceparent, newTraceparent, parseTraceparent } from './trace-context.ts';

const example = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('trace context', () => {
  it('reads the W3C example', () => {
    expect(parseTraceparent(example)).toEqual({ traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', sampled: true });
  });

  it.each([
    undefined,
    '',
    'x',
    example.toUpperCase(),
    `${example}-x`,
    example.replace(/^00/, 'ff'),
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
  ])('takes %s for no context', (text) => expect(parseTraceparent(text)).toBeUndefined());

  it('keeps trace and sampling in a child, with a span of its own', () => {
    const child = parseTraceparent(childTraceparent(example));
    expect(child).toMatchObject({ traceId: '0af7651916cd43dd8448eb211c80319c', sampled: true });
    expect(child?.spanId).not.toBe('b7ad6b7169203331');
  });

  it('starts a trace where there is none', () => {
    expect(parseTraceparent(childTraceparent('nonsense'))?.sampled).toBe(false);
    expect(parseTraceparent(newTraceparent(true))?.sampled).toBe(true);
  });
});
