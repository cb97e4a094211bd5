import { describe, expect, it } from 'vitest';
import { passwordStrength } from './password-strength.ts';

describe('password strength', () => {
  it.each([
    ['', 0],
    ['Password1', 0],
    ['aaaaaaaaaaaaA1', 0],
    ['Abcdefgh123', 0],
    ['Tr0ub4dor', 2],
    ['Correct-Horse-7', 4],
  ])('of %j is %i', (password, strength) => {
    expect(passwordStrength(password)).toBe(strength);
  });

  it('does not count what is in the account', () => {
    expect(passwordStrength('Lovelace1815!', ['ada.lovelace@example.org'])).toBeLessThan(passwordStrength('Lovelace1815!'));
  });
});
