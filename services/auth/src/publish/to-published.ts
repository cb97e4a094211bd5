import { assertNever, type PublishedAuthEvent, type SecurityNoticeKind, userIdSchema } from '@parley/contracts';
import type { ToPublished } from '@parley/event-store';
import type { AccountEvent } from '../domain/account-events.ts';
import { isAccountEvent, parseAccountEvent } from '../domain/stored-auth-event.ts';

/**
 * Stored → published; undefined for what is nobody else's business (sessions, the audit) and for what was erased. Named members only:
 * the address is in `AccountRegistered` and must not leave, and of passwords and second factors only that something changed.
 */
export function toPublishedEvent(userId: string, event: AccountEvent): PublishedAuthEvent | undefined {
  switch (event.type) {
    case 'AccountRegistered':
      return { type: 'user.registered', ...envelope(userId, event.data) };
    case 'ProfileChanged':
      return { type: 'user.profile_changed', ...envelope(userId, event.data) };
    case 'AccountErased':
      return { type: 'user.deleted', ...place(userId, event.data.at), data: {} };
    case 'AccountSuspended':
      return { type: 'user.suspended', ...place(userId, event.data.at), data: {} };
    case 'AccountRestored':
      return { type: 'user.restored', ...place(userId, event.data.at), data: {} };
    case 'RoleChanged':
      return { type: 'user.role_changed', ...place(userId, event.data.at), data: { role: event.data.role } };
    case 'PasswordChanged':
      return notice(userId, event, 'password_changed');
    case 'TotpEnabled':
      return notice(userId, event, 'mfa_enabled');
    case 'TotpDisabled':
      return notice(userId, event, 'mfa_disabled');
    case 'PasskeyAdded':
      return notice(userId, event, 'passkey_added');
    case 'PasskeyRemoved':
      return notice(userId, event, 'passkey_removed');
    case 'NewDeviceUsed':
      return notice(userId, event, 'new_device');
    case 'AccountEmailVerified':
    case 'RecoveryCodesReplaced':
    case 'IdentityLinked':
    case 'IdentityUnlinked':
    case 'ContentErased':
      return undefined;
    default:
      return assertNever(event);
  }
}

type Named = { username: string; display_name: string; avatar_url: string | null; at: string };

function envelope(userId: string, { username, display_name, avatar_url, at }: Named) {
  return { ...place(userId, at), data: { username, display_name, avatar_url } };
}

function place(userId: string, at: string) {
  return { user_id: userIdSchema.parse(userId), at };
}

function notice(userId: string, { data }: { data: { at: string } }, kind: SecurityNoticeKind): PublishedAuthEvent {
  return { type: 'user.security_notice', user_id: userIdSchema.parse(userId), at: data.at, data: { kind } };
}

export const toPublished: ToPublished = async (events) =>
  events.map((stored) => {
    if (!isAccountEvent(stored)) return undefined;
    const event = toPublishedEvent(stored.streamId, parseAccountEvent(stored));
    return event && { type: event.type, payload: JSON.stringify(event), schemaVersion: 1 };
  });
