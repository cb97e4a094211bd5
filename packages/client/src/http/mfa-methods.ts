import type {
  Account,
  ConfirmPasswordBody,
  LoginResult,
  MfaMethod,
  MfaStatus,
  NewRecoveryCodes,
  RecoveryCodeList,
  TotpEnrolment,
} from '@parley/contracts';
import { ParleyError } from '../errors.ts';
import type { Call } from './call.ts';
import type { Send } from './request.ts';
import type { Session } from './session.ts';

/** A login whose password was right and whose second step is still to come. Good for five minutes and a few tries. */
export type MfaChallenge = { token: string; methods: readonly MfaMethod[] };

/**
 * How a login goes on for an account with a second factor; undefined for every other failure.
 *
 *     try { await parley.auth.login(body); }
 *     catch (error) { const challenge = mfaChallengeOf(error); … await parley.mfa.verify(challenge, code); }
 */
export function mfaChallengeOf(error: unknown): MfaChallenge | undefined {
  return error instanceof ParleyError && error.code === 'mfa_required' ? error.mfa : undefined;
}

export function mfaMethods(send: Send, call: Call, session: Session) {
  return {
    /** The second step, with six digits of the app or a recovery code. Signed in from here on, as after `login`. */
    async verify(challenge: MfaChallenge, code: string): Promise<Account> {
      const result = await send<LoginResult>('POST', '/auth/mfa/verify', { body: { mfa_token: challenge.token, code } });
      session.begin(result);
      return result.user;
    },
    status: () => call<MfaStatus>('GET', '/auth/mfa'),
    /** A secret for an authenticator app. It protects nothing until it is confirmed. */
    enrolTotp: (body: ConfirmPasswordBody) => call<TotpEnrolment>('POST', '/auth/mfa/totp', { body }),
    confirmTotp: (code: string) => call<NewRecoveryCodes>('POST', '/auth/mfa/totp/confirm', { body: { code } }),
    removeTotp: (body: ConfirmPasswordBody) => call<undefined>('DELETE', '/auth/mfa/totp', { body }),
    /** Ten new ones; those that there were are void. */
    renewRecoveryCodes: (body: ConfirmPasswordBody) => call<RecoveryCodeList>('POST', '/auth/mfa/recovery-codes', { body }),
  };
}
