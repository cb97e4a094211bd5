import { randomUUIDv7 } from 'node:crypto';
import {
  type AddedPasskey,
  type PasskeyCreationOptions,
  type PasskeyRegistration,
  passkeyCreationOptionsSchema,
  passkeyIdSchema,
} from '@parley/contracts';
import { type EventMetadata, lockStream } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';
import type { AuthDependencies } from '../../dependencies.ts';
import { addNotice } from '../../mail/add-notice.ts';
import { firstRecoveryCodes } from '../../mfa/recovery-codes.ts';
import { challengeMs, challengeOf } from '../../passkeys/passkey-challenges.ts';
import { credentialsOf, knownTransports, userHandleOf } from '../../passkeys/passkey-rows.ts';
import { relyingParty } from '../../passkeys/relying-party.ts';
import { executeOnAccount } from '../execute-command.ts';

/** COSE: Ed25519, P-256, RSA. Every authenticator knows one of them. */
const algorithms = [-8, -7, -257];

/** What a browser makes a passkey from. The challenge is this person's, for five minutes. */
export async function passkeyCreationOptions(
  { db, config, passkeyChallenges }: AuthDependencies,
  userId: string,
): Promise<PasskeyCreationOptions> {
  const account = await db.selectFrom('accounts').select(['username', 'display_name']).where('user_id', '=', userId).executeTakeFirst();
  if (!account) throw new ProblemError('user_not_found');
  const { id, name } = relyingParty(config);
  const options = await generateRegistrationOptions({
    rpName: name,
    rpID: id,
    userID: userHandleOf(userId),
    userName: account.username,
    userDisplayName: account.display_name,
    timeout: challengeMs,
    attestationType: 'none',
    supportedAlgorithmIDs: algorithms,
    excludeCredentials: await credentialsOf(db, userId),
    // A key that can neither hold an account nor ask for a PIN is still a second factor.
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
  });
  await passkeyChallenges.add(options.challenge, { kind: 'register', userId });
  return passkeyCreationOptionsSchema.parse(options);
}

export type RegisterPasskey = { userId: string; name: string; response: PasskeyRegistration };

/** @throws ProblemError `passkey_invalid`, `conflict` */
export async function registerPasskey(
  dependencies: AuthDependencies,
  { userId, name, response }: RegisterPasskey,
  metadata: EventMetadata,
): Promise<AddedPasskey> {
  const { db, clock } = dependencies;
  const credential = await verifyRegistration(dependencies, { userId, response });
  const now = clock();
  const id = passkeyIdSchema.parse(randomUUIDv7());
  const recovery_codes = await db.transaction().execute(async (trx) => {
    await lockStream(trx, userId);
    const command = { type: 'AddPasskey' as const, passkey_id: id, at: now.toISOString() };
    await executeOnAccount({ trx, streamId: userId, command, metadata: { ...metadata, actor_id: userId } });
    const added = await trx
      .insertInto('passkeys')
      .values({ passkey_id: id, user_id: userId, ...credential, name, created_at: now, last_used_at: null })
      .onConflict((conflict) => conflict.column('credential_id').doNothing())
      .executeTakeFirst();
    if (added.numInsertedOrUpdatedRows !== 1n) throw new ProblemError('conflict', 'This passkey is registered already');
    await addNotice(trx, { userId, kind: 'passkey_added', now });
    return firstRecoveryCodes(trx, userId, now);
  });
  dependencies.wakeMail();
  dependencies.wakeRelay();
  return { passkey: { id, name, created_at: now.toISOString(), last_used_at: null }, recovery_codes };
}

type Registration = Pick<RegisterPasskey, 'userId' | 'response'>;

async function verifyRegistration({ config, passkeyChallenges }: AuthDependencies, { userId, response }: Registration) {
  const { id: rawKey, rawId, type, response: answer } = response;
  const challenge = challengeOf(answer.clientDataJSON);
  const expected = challenge !== undefined && (await passkeyChallenges.take(challenge, { kind: 'register', userId }));
  if (!expected) throw new ProblemError('passkey_invalid');
  const { id, origins } = relyingParty(config);
  const { clientDataJSON, attestationObject } = answer;
  const verified = await verifyRegistrationResponse({
    response: { id: rawKey, rawId, type, response: { clientDataJSON, attestationObject }, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: origins,
    expectedRPID: id,
    requireUserVerification: false,
    supportedAlgorithmIDs: algorithms,
  }).catch(() => undefined);
  if (!verified?.verified) throw new ProblemError('passkey_invalid');
  const { credential } = verified.registrationInfo;
  return {
    credential_id: credential.id,
    public_key: Buffer.from(credential.publicKey),
    sign_count: credential.counter,
    transports: knownTransports(answer.transports ?? []),
  };
}
