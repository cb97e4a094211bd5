import type { PasskeyAssertion } from '@parley/contracts';
import { ProblemError } from '@parley/service-kit';
import { verifyAuthenticationResponse } from '@simplewebauthn/server';
import type { AuthDependencies } from '../dependencies.ts';
import { challengeOf } from './passkey-challenges.ts';
import { userHandleOf } from './passkey-rows.ts';
import { relyingParty } from './relying-party.ts';

export type UsePasskey = {
  response: PasskeyAssertion;
  mfaToken?: string | undefined;
  /** Whose it must be; left out where the passkey says who it is. */
  userId?: string | undefined;
  /** Whether the device must have asked for a fingerprint, a face or its PIN: without password that is the second factor. */
  userVerification: boolean;
};

/** Checks an answer to a challenge and moves the passkey's counter on. @throws ProblemError `passkey_invalid` */
export async function usePasskey(dependencies: AuthDependencies, use: UsePasskey): Promise<{ userId: string; passkeyId: string }> {
  const { db, clock, log, config, passkeyChallenges } = dependencies;
  const { response } = use;
  const challenge = challengeOf(response.response.clientDataJSON);
  if (challenge === undefined || !(await passkeyChallenges.take(challenge, { kind: 'login', mfaToken: use.mfaToken }))) throw refused();
  const passkey = await db.selectFrom('passkeys').selectAll().where('credential_id', '=', response.id).executeTakeFirst();
  if (!passkey || (use.userId !== undefined && passkey.user_id !== use.userId)) throw refused();
  const handle = response.response.userHandle;
  if (handle && !Buffer.from(handle, 'base64url').equals(userHandleOf(passkey.user_id))) throw refused();

  const { id, origins } = relyingParty(config);
  const counter = Number(passkey.sign_count);
  const publicKey = Uint8Array.from(passkey.public_key);
  const verified = await verifyAuthenticationResponse({
    response: plainAssertion(response),
    expectedChallenge: challenge,
    expectedOrigin: origins,
    expectedRPID: id,
    credential: { id: passkey.credential_id, publicKey, counter },
    requireUserVerification: use.userVerification,
  }).catch((error: unknown) => {
    const regressed = error instanceof Error && error.message.includes('counter value');
    const { passkey_id, user_id } = passkey;
    if (regressed) log.warn({ passkey_id, user_id }, "a passkey's counter went back: it may have been copied");
    return undefined;
  });
  if (!verified?.verified) throw refused();

  const { newCounter } = verified.authenticationInfo;
  const moved = await db
    .updateTable('passkeys')
    .set({ sign_count: newCounter, last_used_at: clock() })
    .where('passkey_id', '=', passkey.passkey_id)
    // Of two answers with the same count one is a copy's; authenticators that do not count always say 0.
    .where((eb) => (newCounter === 0 ? eb('sign_count', '=', '0') : eb('sign_count', '<', String(newCounter))))
    .executeTakeFirst();
  if (moved.numUpdatedRows !== 1n) throw refused();
  return { userId: passkey.user_id, passkeyId: passkey.passkey_id };
}

/** Without what is null or unknown here, in the library's shape. */
function plainAssertion({ id, rawId, type, response }: PasskeyAssertion) {
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  const handle = userHandle ? { userHandle } : {};
  return { id, rawId, type, response: { clientDataJSON, authenticatorData, signature, ...handle }, clientExtensionResults: {} };
}

function refused(): ProblemError {
  return new ProblemError('passkey_invalid');
}
