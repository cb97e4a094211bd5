import { limits } from '@parley/contracts';

/**
 * Usernames for somebody whom a provider calls so and so, the likeliest first, then numbered, without end: the caller takes the first
 * that is free. Always 3 to 50 of `[A-Za-z0-9_]`.
 */
export function* usernamesFor(hints: ReadonlyArray<string | undefined>): Generator<string, never> {
  const base = hints.map(plain).find((name) => name.length >= limits.usernameMin) ?? 'member';
  yield base;
  for (let number = 2; ; number += 1) yield `${base.slice(0, limits.usernameMax - 8)}_${number}`;
}

/** Letters without their accents, everything else as one underscore. */
function plain(hint = ''): string {
  return hint
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, limits.usernameMax);
}
