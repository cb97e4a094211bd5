import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** 256 random bits as base64url. Stored only as its hash. */
export function newRefreshToken(): string {
  return randomBytes(32).toString('base64url');
}

export function isRefreshToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/** The token has full entropy, so a plain hash is enough: there is nothing to guess. */
export function hashRefreshToken(token: string): Buffer {
  return hashOfText(token);
}

export function hashOfText(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/**
 * Encrypts the next token under a key made from the current one. During the grace for parallel tabs the same next token
 * can so be handed out again, to a holder of the current one and to nobody else; not even the database can tell it.
 */
export function sealSuccessor(token: string, successor: string): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(token), iv);
  const sealed = Buffer.concat([cipher.update(successor, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** @throws when `sealed` was not sealed with `token` */
export function openSuccessor(token: string, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(token), sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(12, 28));
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
}

function sealingKey(token: string): Buffer {
  return Buffer.from(hkdfSync('sha256', token, '', 'parley.refresh.successor', 32));
}
