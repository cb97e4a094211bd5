import { describe, expect, it } from 'vitest';
import { fieldOfPath, registerRules } from './register-rules.ts';

describe('the registration form', () => {
  it.each([
    ['email', 'ada@example.org', true],
    ['email', 'ada@example', false],
    ['email', 'a b@example.org', false],
    ['username', 'ada_1', true],
    ['username', 'ad', false],
    ['username', 'ada-1', false],
    ['password', 'Correct7', true],
    ['password', 'correct7', false],
    ['password', 'Corr7', false],
    ['password', `Aa1${'x'.repeat(126)}`, false],
    ['displayName', ' Ada ', true],
    ['displayName', '   ', false],
  ] as const)('%s %j: %s', (field, value, fine) => {
    expect(registerRules[field](value) === true).toBe(fine);
  });

  it('finds the field that the server complains about', () => {
    expect(fieldOfPath('body.username')).toBe('username');
    expect(fieldOfPath('body.member_ids')).toBeUndefined();
  });
});
