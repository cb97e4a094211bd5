import { describe, expect, it } from 'vitest';
import { describeSpan } from './describe-span.ts';

describe('a span of time', () => {
  it.each([
    [1, 'second'],
    [30, '30 seconds'],
    [60, 'minute'],
    [90, '90 seconds'],
    [300, '5 minutes'],
    [3_600, 'hour'],
    [21_600, '6 hours'],
  ])('of %i seconds is said as %j', (seconds, text) => {
    expect(describeSpan(seconds)).toBe(text);
  });
});
