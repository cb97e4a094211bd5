import { ProblemError } from '@parley/service-kit';
import type { AuthDependencies } from '../dependencies.ts';
import { useRecoveryCode } from './recovery-codes.ts';
import { useTotpCode } from './totp-secrets.ts';

/** What checking a code needs. */
export type CodeChecking = Pick<AuthDependencies, 'db' | 'clock' | 'secretBox' | 'codeThrottle'>;

/**
 * Uses a code of the app, or a recovery code.
 * `guessKey`: whose guesses are counted. @throws ProblemError `mfa_code_invalid`, `too_many_requests`
 */
export async function checkCode(
  { db, clock, secretBox, codeThrottle }: CodeChecking,
  { userId, code, guessKey }: { userId: string; code: string; guessKey: string },
): Promise<void> {
  await codeThrottle.take(guessKey);
  const digits = code.replace(/[\s-]/g, '');
  const now = clock();
  const right = /^\d{6}$/.test(digits)
    ? await useTotpCode(db, secretBox, { userId, code: digits, now })
    : await useRecoveryCode(db, { userId, code, now });
  if (!right) throw new ProblemError('mfa_code_invalid');
  await codeThrottle.clear(guessKey);
}
