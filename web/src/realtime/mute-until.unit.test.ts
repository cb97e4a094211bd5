import { describe, expect, it } from 'vitest';
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
