import { readFileSync } from 'node:fs';
import { newPasswordSchema } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { isCommonPassword, refuseCommonPassword } from './common-passwords.ts';

const lines = readFileSync(new URL('./common-passwords.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n');

describe('the commonest passwords', () => {
  it.each(['password1', 'Password1', 'PASSWORD123', 'Qwerty123', 'P@ssw0rd', 'Iloveyou1'])('include %s, regardless of case', (password) => {
    expect(isCommonPassword(password)).toBe(true);
    expect(() => refuseCommonPassword(password, 'body.password')).toThrow(
      expect.objectContaining({ code: 'validation_failed', errors: [expect.objectContaining({ path: 'body.password' })] }),
    );
  });

  it.each(['Correct-Horse-7', 'Password1-but-longer', ''])('do not include %j', (password) => {
    expect(isCommonPassword(password)).toBe(false);
    expect(() => refuseCommonPassword(password, 'body.password')).not.toThrow();
  });

  it('are some hundreds, each once, of those that the other rules would let through', () => {
    expect(lines.length).toBeGreaterThanOrEqual(300);
    expect(new Set(lines).size).toBe(lines.length);
    // In the capitals that somebody would give it to satisfy the rule.
    const capital = (line: string) => line.replace(/[a-z]/, (letter) => letter.toUpperCase());
    expect(lines.filter((line) => line !== line.toLowerCase() || !newPasswordSchema.safeParse(capital(line)).success)).toEqual([]);
  });
});
