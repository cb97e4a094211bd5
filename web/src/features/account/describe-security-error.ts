import { ParleyError } from '@parley/client';
import { texts } from '../../texts/texts.ts';
import { describeError } from '../../ui/describe-error.ts';
import { isRegisteredHere, wasCancelled } from './webauthn.ts';

const { errors } = texts.security;

/** What went wrong with a password, a code or a passkey; undefined when somebody just changed their mind. */
export function describeSecurityError(error: unknown): string | undefined {
  if (wasCancelled(error)) return undefined;
  if (isRegisteredHere(error)) return errors.registeredHere;
  if (!(error instanceof ParleyError)) return describeError(error);
  switch (error.code) {
    case 'invalid_credentials':
      return errors.password;
    case 'mfa_code_invalid':
      return errors.code;
    case 'mfa_token_invalid':
      return errors.tooLate;
    case 'passkey_invalid':
      return errors.passkey;
    case 'email_not_verified':
      return texts.account.errors.notVerified;
    default:
      return describeError(error);
  }
}
