import type { Passkey } from '@parley/contracts';
import { passkeyIdSchema } from '@parley/contracts';
import type { AuthDatabase } from '../auth-database.ts';
import { passkeysPerPerson } from '../domain/account-security.ts';

/** A user handle is the account's id, as its 16 bytes. */
export function userHandleOf(userId: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(userId.replaceAll('-', ''), 'hex'));
}

export async function listPasskeys(db: AuthDatabase, userId: string): Promise<Passkey[]> {
  const rows = await db
    .selectFrom('passkeys')
    .select(['passkey_id', 'name', 'created_at', 'last_used_at'])
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .orderBy('passkey_id')
    .limit(passkeysPerPerson)
    .execute();
  return rows.map((row) => ({
    id: passkeyIdSchema.parse(row.passkey_id),
    name: row.name,
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at?.toISOString() ?? null,
  }));
}

const transports = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const;
type Transport = (typeof transports)[number];

/** Those that a browser may be told; it is free to report others. */
export function knownTransports(reported: readonly string[]): Transport[] {
  return transports.filter((transport) => reported.includes(transport));
}

/** As options name credentials. */
export async function credentialsOf(db: AuthDatabase, userId: string) {
  const rows = await db
    .selectFrom('passkeys')
    .select(['credential_id', 'transports'])
    .where('user_id', '=', userId)
    .limit(passkeysPerPerson)
    .execute();
  return rows.map((row) => ({ id: row.credential_id, transports: knownTransports(row.transports) }));
}
