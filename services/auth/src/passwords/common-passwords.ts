import { readFileSync } from 'node:fs';
import { ProblemError } from '@parley/service-kit';

/** One per line. Those that the rules on length and letters refuse anyway would add nothing. */
const common = new Set(
  readFileSync(new URL('./common-passwords.txt', import.meta.url), 'utf8')
    .split('\n')
    .map((line) => line.trim().toLowerCase())
    .filter((line) => line !== ''),
);

/** Regardless of case: capitals are the first thing that is tried. */
export function isCommonPassword(password: string): boolean {
  return common.has(password.normalize('NFKC').toLowerCase());
}

/** @throws ProblemError `validation_failed` that names the field */
export function refuseCommonPassword(password: string, path: string): void {
  if (!isCommonPassword(password)) return;
  const message = 'is one of the most used passwords and would be guessed at once';
  throw new ProblemError('validation_failed', 'The password is too common', { errors: [{ path, message }] });
}
