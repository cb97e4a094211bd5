import { createHmac } from 'node:crypto';

/**
 * bcrypt reads 72 bytes and stops at NUL. It is therefore given a digest of the password: 44 characters of base64, in
 * which every byte of the password counts. The digest is keyed, so that hashes of leaked SHA-256 lists from elsewhere
 * cannot be tried without knowing the passwords. Never change the key: it is a name, not a secret.
 */
export function passwordDigest(password: string): string {
  return createHmac('sha256', 'parley.password.v1').update(password.normalize('NFC')).digest('base64');
}
