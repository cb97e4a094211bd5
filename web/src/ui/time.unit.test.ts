import { describe, expect, it } from 'vitest';
import { dayKey, dayName, daysBetween, shortTime, timeOfDay } from './time.ts';

const now = new Date(2026, 10, 21, 14, 30);
const before = (ms: number) => new Date(now.getTime() - ms);
const minutes = (count: number) => count * 60_000;

describe('short times', () => {
  it('say minutes while they are few', () => {
    expect(shortTime(before(10_000), now)).toBe('now');
    expect(shortTime(before(minutes(59)), now)).toBe('59 min');
  });

  it('say the time of today, then the day, then the date', () => {
    expect(shortTime(before(minutes(120)), now)).toBe(timeOfDay(before(minutes(120))));
    expect(shortTime(new Date(2026, 10, 20, 23, 59), now)).toBe('Yesterday');
    expect(shortTime(new Date(2026, 10, 17, 1, 0), now)).toMatch(/Tue/);
    expect(shortTime(new Date(2026, 9, 3), now)).not.toMatch(/2026/);
    expect(shortTime(new Date(2024, 9, 3), now)).toMatch(/2024/);
  });

  it('do not call a message of the near future old: clocks differ', () => {
    expect(shortTime(new Date(now.getTime() + 5_000), now)).toBe('now');
  });
});

describe('days', () => {
  it('are told apart by the local calendar', () => {
    expect(dayKey(new Date(2026, 10, 21, 0, 0))).toBe(dayKey(now));
    expect(daysBetween(new Date(2026, 10, 20, 23, 59), new Date(2026, 10, 21, 0, 1))).toBe(1);
    expect(daysBetween(new Date(2026, 2, 28, 12), new Date(2026, 2, 30, 12))).toBe(2);
  });

  it('have names while they are near', () => {
    expect(dayName(now, now)).toBe('Today');
    expect(dayName(new Date(2026, 10, 20), now)).toBe('Yesterday');
    expect(dayName(new Date(2026, 10, 18), now)).toBe('Wednesday');
    expect(dayName(new Date(2025, 10, 18), now)).toMatch(/2025/);
  });
});
