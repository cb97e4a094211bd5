import { randomUUIDv7 } from 'node:crypto';
import { limits } from '@parley/contracts';
import { type EventMetadata, lockStream } from '@parley/event-store';
import type { AuthDatabase } from '../auth-database.ts';
import { executeOnAccount } from '../commands/execute-command.ts';
import type { AuthDependencies } from '../dependencies.ts';
import type { AccountCommand } from '../domain/account.ts';
import { voidVerificationTokens } from '../email-verification/verification-token.ts';
import { usernameTaken } from '../queries/availability/taken.ts';
import { usernamesFor } from './derive-username.ts';
import type { ProvenIdentity } from './oidc-providers.ts';
import { ProviderRefusal } from './provider-refusal.ts';

type Attempt = { identity: ProvenIdentity; now: Date; metadata: EventMetadata };

const attempts = 5;

/**
 * The account that a provider's word opens: the one linked to the subject; else the one with the address that the provider has
 * verified, if its owner has proven that address here, too; else a new one. docs/decisions/0021-identity-providers.md
 * @throws ProviderRefusal `email_unverified`, `account_unverified`, `already_linked`
 */
export async function accountOfIdentity(
  dependencies: AuthDependencies,
  identity: ProvenIdentity,
  { address, metadata }: { address: string; metadata: EventMetadata },
): Promise<string> {
  const { db, clock } = dependencies;
  for (let attempt = 1; ; attempt += 1) {
    const options = { identity, now: clock(), metadata };
    const known = await linkedAccount(db, options);
    if (known !== undefined) return known;
    if (identity.verifiedEmail === undefined) throw new ProviderRefusal('email_unverified');
    try {
      const linked = await db.transaction().execute((trx) => linkByEmail(trx, { ...options, email: identity.verifiedEmail ?? '' }));
      if (linked !== undefined) return linked;
      if (attempt === 1) await dependencies.registerLimit.take(address);
      const userId = await db.transaction().execute((trx) => openAccount(trx, { ...options, email: identity.verifiedEmail ?? '' }));
      dependencies.wakeRelay();
      return userId;
    } catch (error) {
      // Two tabs of one person, or two people of one name, at the same moment: what the other made is found the next time.
      if (!isTaken(error) || attempt === attempts) throw error;
    }
  }
}

/** Whether what the provider said still opens the account. */
export async function isStillLinked(
  trx: AuthDatabase,
  { userId, identity }: { userId: string; identity: ProvenIdentity },
): Promise<boolean> {
  const row = await trx
    .selectFrom('linked_identities')
    .select('subject')
    .where('issuer', '=', identity.issuer)
    .where('subject', '=', identity.subject)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Connects a provider to the account of somebody who is signed in. @throws ProviderRefusal `already_linked` */
export async function linkToAccount(
  { db, clock }: AuthDependencies,
  { userId, identity, metadata }: { userId: string; identity: ProvenIdentity; metadata: EventMetadata },
): Promise<void> {
  const now = clock();
  const owner = await linkedAccount(db, { identity, now, metadata });
  if (owner === userId) return;
  if (owner !== undefined) throw new ProviderRefusal('already_linked');
  try {
    await db.transaction().execute((trx) => link(trx, { userId, identity, now, metadata }));
  } catch (error) {
    throw isTaken(error) ? new ProviderRefusal('already_linked', { cause: error }) : error;
  }
}

async function linkedAccount(db: AuthDatabase, { identity, now }: Attempt): Promise<string | undefined> {
  const row = await db
    .updateTable('linked_identities')
    .set({ last_used_at: now })
    .where('issuer', '=', identity.issuer)
    .where('subject', '=', identity.subject)
    .returning('user_id')
    .executeTakeFirst();
  return row?.user_id;
}

async function linkByEmail(trx: AuthDatabase, { email, ...attempt }: Attempt & { email: string }): Promise<string | undefined> {
  const account = await trx
    .selectFrom('accounts')
    .select(['user_id', 'email_verified'])
    .where((eb) => eb(eb.fn('lower', ['email']), '=', email.toLowerCase()))
    .executeTakeFirst();
  if (!account) return undefined;
  const { user_id: userId } = account;
  // Whoever registered somebody else's address in advance would otherwise have a password to the account they are about to use.
  if (!account.email_verified) throw new ProviderRefusal('account_unverified');
  await lockStream(trx, userId);
  const { provider } = attempt.identity;
  const other = await trx
    .selectFrom('linked_identities')
    .select('subject')
    .where('user_id', '=', userId)
    .where('provider', '=', provider)
    .executeTakeFirst();
  if (other) throw new ProviderRefusal('already_linked');
  await link(trx, { userId, ...attempt });
  return userId;
}

async function openAccount(trx: AuthDatabase, { email, ...attempt }: Attempt & { email: string }): Promise<string> {
  const { identity, now, metadata } = attempt;
  const userId = randomUUIDv7();
  const username = await freeUsername(trx, [identity.username, identity.name, email.split('@')[0]]);
  const display_name = identity.name?.trim().slice(0, limits.displayNameMax) || username;
  const command = { type: 'RegisterAccount' as const, email, username, display_name, role: 'user' as const, at: now.toISOString() };
  await executeOnAccount({ trx, streamId: userId, command, metadata: { ...metadata, actor_id: userId } });
  await link(trx, { userId, ...attempt });
  return userId;
}

async function freeUsername(trx: AuthDatabase, hints: ReadonlyArray<string | undefined>): Promise<string> {
  for (const username of usernamesFor(hints).take(50)) if (!(await usernameTaken(trx, username))) return username;
  return `member_${randomUUIDv7().replaceAll('-', '').slice(-12)}`;
}

async function link(trx: AuthDatabase, { userId, identity, now, metadata }: Attempt & { userId: string }): Promise<void> {
  const { provider, issuer, subject, verifiedEmail } = identity;
  const at = now.toISOString();
  const execute = (command: AccountCommand) =>
    executeOnAccount({ trx, streamId: userId, command, metadata: { ...metadata, actor_id: userId } });
  await execute({ type: 'LinkIdentity', provider, at });
  const account = await trx.selectFrom('accounts').select('email').where('user_id', '=', userId).executeTakeFirstOrThrow();
  if (account.email.toLowerCase() === verifiedEmail?.toLowerCase()) {
    // The provider's word for the account's own address is worth as much as a mail to it.
    await execute({ type: 'VerifyEmail', at });
    await voidVerificationTokens(trx, userId);
  }
  const identityRow = { issuer, subject, user_id: userId, provider, linked_at: now, last_used_at: now };
  await trx.insertInto('linked_identities').values(identityRow).execute();
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}
