import type { MfaChallenge } from '@parley/client';
import type { MfaMethod } from '@parley/contracts';

const methods = { totp: true, passkey: true, recovery_code: true } satisfies Record<MfaMethod, true>;

/** What an identity provider's sign-in leaves behind `#` for an account with a second factor, and the page to go on with. */
export function providerChallengeOf(hash: string): { challenge: MfaChallenge; returnTo: string | undefined } | undefined {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const token = given.get('mfa_token');
  if (!token) return undefined;
  const returnTo = given.get('return_to') ?? '';
  return {
    challenge: { token, methods: (given.get('mfa_methods') ?? '').split(',').filter(isMethod) },
    returnTo: /^\/(?![/\\])/.test(returnTo) ? returnTo : undefined,
  };
}

function isMethod(text: string): text is MfaMethod {
  return Object.hasOwn(methods, text);
}
