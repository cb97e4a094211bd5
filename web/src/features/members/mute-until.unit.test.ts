import { describe, expect, it } from 'vitest';
import { describeSpan } from './describe-span.ts';
import { muteUntil } from './mute-until.ts';

describe('muting', () => {
  const now = new Date('2026-11-21T08:00:00.000Z');
  it('ends after the time that was chosen, or never', () => {
    expect(muteUntil('hour', now)).toBe('2026-11-21T09:00:00.000Z');
    expect(muteUntil('evening', now)).toBe('2026-11-21T16:00:00.000Z');
    expect(muteUntil('week', now)).toBe('2026-11-28T08:00:00.000Z');
    expect(muteUntil('ever', now)).toBeNull();
  });
});

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
