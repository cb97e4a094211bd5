import type {
  Account,
  AddedPasskey,
  ConfirmIdentityBody,
  LoginResult,
  PasskeyAssertion,
  PasskeyCreationOptions,
  PasskeyList,
  PasskeyRequestOptions,
  RegisterPasskeyBody,
} from '@parley/contracts';
import type { Call } from './call.ts';
import type { MfaChallenge } from './mfa-methods.ts';
import type { Send } from './request.ts';
import type { Session } from './session.ts';

/** What WebAuthn does between two of these (`navigator.credentials`) is the page's part: programs have no passkeys. */
export function passkeysMethods(send: Send, call: Call, session: Session) {
  const tokenOf = (challenge: MfaChallenge | undefined) => (challenge ? { mfa_token: challenge.token } : {});
  return {
    list: () => call<PasskeyList>('GET', '/auth/passkeys'),
    creationOptions: (body: ConfirmIdentityBody) => call<PasskeyCreationOptions>('POST', '/auth/passkeys/register/options', { body }),
    add: (body: RegisterPasskeyBody) => call<AddedPasskey>('POST', '/auth/passkeys/register/verify', { body }),
    rename: (passkeyId: string, name: string) =>
      call<undefined>('PATCH', `/auth/passkeys/${encodeURIComponent(passkeyId)}`, { body: { name } }),
    remove: (passkeyId: string, body: ConfirmIdentityBody) =>
      call<undefined>('DELETE', `/auth/passkeys/${encodeURIComponent(passkeyId)}`, { body }),
    /** With a challenge: for the second step of that login. Without: for signing in with the passkey alone. */
    requestOptions: (challenge?: MfaChallenge) =>
      send<PasskeyRequestOptions>('POST', '/auth/passkeys/login/options', { body: tokenOf(challenge) }),
    /** Signed in from here on, as after `login`. */
    async login(response: PasskeyAssertion, options: { challenge?: MfaChallenge | undefined; remember?: boolean } = {}): Promise<Account> {
      const body = {
        response,
        ...tokenOf(options.challenge),
        ...(options.remember === undefined ? {} : { remember_me: options.remember }),
      };
      const result = await send<LoginResult>('POST', '/auth/passkeys/login/verify', { body });
      session.begin(result);
      return result.user;
    },
  };
}
