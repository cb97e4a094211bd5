import { describe, expect, it } from 'vitest';
import { createAvailabilityCheck } from './availability.ts';

describe('the availability check', () => {
  it('asks about the newest value alone, and once', async () => {
    const asked: string[] = [];
    const check = createAvailabilityCheck(async (value) => {
      asked.push(value);
      return value !== 'ada';
    }, 5);
    expect(await Promise.all(['a', 'ad', 'ada'].map(check))).toEqual([true, true, false]);
    expect(await check('ada')).toBe(false);
    expect(asked).toEqual(['ada']);
  });

  it('does not object when it cannot tell, and asks again', async () => {
    let asked = 0;
    const check = createAvailabilityCheck(() => {
      asked += 1;
      return Promise.reject(new Error('away'));
    }, 1);
    expect(await check('ada')).toBe(true);
    expect(await check('ada')).toBe(true);
    expect(asked).toBe(2);
  });
});
