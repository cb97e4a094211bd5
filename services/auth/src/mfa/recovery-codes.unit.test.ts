import { describe, expect, it } from 'vitest';
import { newRecoveryCode, readRecoveryCode } from './recovery-codes.ts';

describe('a recovery code', () => {
  it('has 120 random bits, in groups for typing', () => {
    const codes = Array.from({ length: 200 }, newRecoveryCode);
    for (const code of codes) expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){5}[0-9a-hjkmnp-tv-z]{4}$/);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('is read however it is typed', () => {
    const code = newRecoveryCode();
    const letters = code.replaceAll('-', '');
    expect(readRecoveryCode(code)).toBe(letters);
    expect(readRecoveryCode(` ${code.toUpperCase().replaceAll('-', ' ')} `)).toBe(letters);
    expect(readRecoveryCode(letters.replaceAll('0', 'O').replaceAll('1', 'l'))).toBe(letters);
  });

  it.each(['', '123456', `${'a'.repeat(23)}`, `${'a'.repeat(25)}`, `${'a'.repeat(23)}u`, `${'a'.repeat(23)}!`])('is not %j', (text) => {
    expect(readRecoveryCode(text)).toBeUndefined();
  });
});
