import { Secret, TOTP } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { newTotpSecret, totpStep, totpUri } from './totp.ts';

/** RFC 6238, appendix B: the key of the SHA-1 rows, and their last six digits. */
const rfcSecret = Secret.fromUTF8('12345678901234567890').base32;

describe('codes of an authenticator app', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
  ])('are those of RFC 6238 at %i', (seconds, code) => {
    expect(totpStep(rfcSecret, code, new Date(seconds * 1_000))).toBe(Math.floor(seconds / 30));
  });

  it('count one step early and late, and no more', () => {
    const at = 1_763_700_000_000;
    const code = TOTP.generate({ secret: Secret.fromBase32(rfcSecret), timestamp: at });
    const step = Math.floor(at / 30_000);
    for (const steps of [-1, 0, 1]) expect(totpStep(rfcSecret, code, new Date(at + steps * 30_000))).toBe(step);
    for (const steps of [-2, 2]) expect(totpStep(rfcSecret, code, new Date(at + steps * 30_000))).toBeUndefined();
  });

  it.each(['', '12345', '1234567', 'abcdef', '１２３４５６'])('are six digits, not %j', (code) => {
    expect(totpStep(rfcSecret, code, new Date())).toBeUndefined();
  });

  it('come from a secret of 160 bits, which apps read as a URI', () => {
    const secret = newTotpSecret();
    expect(Secret.fromBase32(secret).bytes).toHaveLength(20);
    expect(newTotpSecret()).not.toBe(secret);
    const uri = new URL(totpUri(secret, 'ada'));
    expect(`${uri.protocol}//${uri.host}${uri.pathname}`).toBe('otpauth://totp/Parley:ada');
    expect(Object.fromEntries(uri.searchParams)).toEqual({ issuer: 'Parley', secret, algorithm: 'SHA1', digits: '6', period: '30' });
  });
});
