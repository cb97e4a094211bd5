import { Secret, TOTP } from 'otpauth';

const stepSeconds = 30;
/** A clock may be off by one step, and typing takes a while. */
const window = 1;

/** RFC 6238 as every app knows it: SHA-1, six digits, 30 seconds. */
function totpOf(secret: string, label: string): TOTP {
  return new TOTP({ issuer: 'Parley', label, algorithm: 'SHA1', digits: 6, period: stepSeconds, secret: Secret.fromBase32(secret) });
}

/** 160 random bits, as RFC 4226 recommends. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

export function totpUri(secret: string, username: string): string {
  return totpOf(secret, username).toString();
}

/** The step that the code belongs to, of this one and its neighbours; undefined when it is none's. */
export function totpStep(secret: string, code: string, now: Date): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const timestamp = now.getTime();
  const delta = totpOf(secret, '').validate({ token: code, timestamp, window });
  return delta === null ? undefined : Math.floor(timestamp / 1_000 / stepSeconds) + delta;
}
