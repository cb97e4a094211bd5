import { expect, it } from 'vitest';
import { hashRefreshToken, isRefreshToken, newRefreshToken, openSuccessor, sealSuccessor } from './refresh-token.ts';

it('is 256 random bits, and its hash says nothing of it', () => {
  const token = newRefreshToken();
  expect(isRefreshToken(token)).toBe(true);
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  expect(newRefreshToken()).not.toBe(token);
  expect(hashRefreshToken(token).toString('base64url')).not.toBe(token);
});

it.each(['', 'x', `${newRefreshToken()}x`, `${newRefreshToken().slice(1)}+`])('does not take %j for a token', (text) => {
  expect(isRefreshToken(text)).toBe(false);
});

it('gives its successor to its holder and to nobody else', () => {
  const [token, successor, other] = [newRefreshToken(), newRefreshToken(), newRefreshToken()];
  const sealed = sealSuccessor(token, successor);
  expect(openSuccessor(token, sealed)).toBe(successor);
  expect(() => openSuccessor(other, sealed)).toThrow();
  expect(sealed.toString('latin1')).not.toContain(successor);
});
