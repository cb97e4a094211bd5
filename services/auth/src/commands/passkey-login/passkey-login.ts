import { type PasskeyAssertion, type PasskeyRequestOptions, passkeyRequestOptionsSchema } from '@parley/contracts';
import type { EventMetadata } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import { generateAuthenticationOptions } from '@simplewebauthn/server';
import type { AuthDatabase } from '../../auth-database.ts';
import type { AuthDependencies } from '../../dependencies.ts';
import type { Client } from '../../devices/known-devices.ts';
import { finishSecondStep } from '../../mfa/second-step.ts';
import { challengeMs } from '../../passkeys/passkey-challenges.ts';
import { credentialsOf } from '../../passkeys/passkey-rows.ts';
import { relyingParty } from '../../passkeys/relying-party.ts';
import { usePasskey } from '../../passkeys/use-passkey.ts';
import { admit } from '../../sessions/admit.ts';
import type { LoggedIn } from '../../sessions/start-signed-in-session.ts';

/**
 * What a browser asks a passkey with. Without a login that waits for its second step nothing is said about any account: the
 * passkey tells whose it is. @throws ProblemError `mfa_token_invalid`
 */
export async function passkeyRequestOptions(dependencies: AuthDependencies, mfaToken: string | undefined): Promise<PasskeyRequestOptions> {
  const { db, config, pendingLogins, passkeyChallenges } = dependencies;
  const login = mfaToken === undefined ? undefined : await pendingLogins.find(mfaToken);
  if (mfaToken !== undefined && !login) throw new ProblemError('mfa_token_invalid');
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(config).id,
    timeout: challengeMs,
    allowCredentials: login ? await credentialsOf(db, login.userId) : [],
    userVerification: login ? 'preferred' : 'required',
  });
  await passkeyChallenges.add(options.challenge, { kind: 'login', mfaToken });
  return passkeyRequestOptionsSchema.parse(options);
}

export type PasskeyLogin = {
  response: PasskeyAssertion;
  mfaToken?: string | undefined;
  remember: boolean;
  client: Client;
};

/**
 * As the second step of a login with a password, or instead of both.
 * @throws ProblemError `passkey_invalid`, `mfa_token_invalid`, and as `admit`
 */
export async function passkeyLogin(dependencies: AuthDependencies, command: PasskeyLogin, metadata: EventMetadata): Promise<LoggedIn> {
  const { response, mfaToken, remember, client } = command;
  if (mfaToken !== undefined) {
    const check = async ({ userId }: { userId: string }) => {
      await usePasskey(dependencies, { response, mfaToken, userId, userVerification: false });
    };
    return finishSecondStep(dependencies, { mfaToken, check, client }, metadata);
  }
  const { userId, passkeyId } = await usePasskey(dependencies, { response, userVerification: true });
  const stillProven = (trx: AuthDatabase) => isThere(trx, passkeyId);
  return admit(dependencies, { userId, remember, client, factors: 'all', stillProven }, metadata);
}

async function isThere(trx: AuthDatabase, passkeyId: string): Promise<boolean> {
  return (await trx.selectFrom('passkeys').select('passkey_id').where('passkey_id', '=', passkeyId).executeTakeFirst()) !== undefined;
}
