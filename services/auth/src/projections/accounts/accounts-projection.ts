import { assertNever } from '@parley/contracts';
import type { AuthDatabase } from '../../auth-database.ts';
import type { AccountEvent } from '../../domain/account-events.ts';

/** Lower case as people search: by Unicode's rules, compatibility forms folded. */
export function searchKey(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** `accounts` after one more event. Runs in the transaction that appends the event. */
export async function projectAccount(db: AuthDatabase, userId: string, event: AccountEvent): Promise<void> {
  switch (event.type) {
    case 'AccountRegistered': {
      const { at, ...data } = event.data;
      const row = {
        ...data,
        user_id: userId,
        display_name_key: searchKey(data.display_name),
        email_verified: false,
        created_at: new Date(at),
        suspended_at: null,
      };
      await db.insertInto('accounts').values(row).execute();
      return;
    }
    case 'ProfileChanged': {
      const { at: _, username: __, ...profile } = event.data;
      const row = { ...profile, display_name_key: searchKey(profile.display_name) };
      await db.updateTable('accounts').set(row).where('user_id', '=', userId).execute();
      return;
    }
    case 'AccountEmailVerified':
      await db.updateTable('accounts').set({ email_verified: true }).where('user_id', '=', userId).execute();
      return;
    // Nothing that an account shows; what they are about is state: credentials, secrets of second factors, passkeys.
    case 'PasswordChanged':
    // Likewise in `linked_identities`.
    case 'IdentityLinked':
    case 'IdentityUnlinked':
    case 'TotpEnabled':
    case 'TotpDisabled':
    case 'RecoveryCodesReplaced':
    case 'PasskeyAdded':
    case 'PasskeyRemoved':
    case 'NewDeviceUsed':
    // Of somebody who was forgotten: there is no row to make or to change.
    case 'ContentErased':
      return;
    case 'AccountSuspended':
      await db
        .updateTable('accounts')
        .set({ suspended_at: new Date(event.data.at) })
        .where('user_id', '=', userId)
        .execute();
      return;
    case 'AccountRestored':
      await db.updateTable('accounts').set({ suspended_at: null }).where('user_id', '=', userId).execute();
      return;
    case 'RoleChanged':
      await db.updateTable('accounts').set({ role: event.data.role }).where('user_id', '=', userId).execute();
      return;
    case 'AccountErased':
      await db.deleteFrom('sessions').where('user_id', '=', userId).execute();
      await db.deleteFrom('accounts').where('user_id', '=', userId).execute();
      return;
    default:
      return assertNever(event);
  }
}
