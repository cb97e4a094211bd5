import { type AccountEvent, accountEventSchema, erasedContentSchema } from './account-events.ts';
import { type AuditEvent, auditEventSchema } from './audit-events.ts';
import { type SessionEvent, sessionEventSchema } from './session-events.ts';

export type AuthEvent = AccountEvent | SessionEvent | AuditEvent;
export type AuthEventType = AuthEvent['type'];

/** An event as the store gives it back. */
export type RawEvent = { type: string; schemaVersion: number; data: unknown };

/** The schema version that this release writes, per type. */
export const schemaVersions: Record<AuthEventType, number> = {
  AccountRegistered: 1,
  ProfileChanged: 1,
  PasswordChanged: 1,
  IdentityLinked: 1,
  IdentityUnlinked: 1,
  AccountEmailVerified: 1,
  TotpEnabled: 1,
  TotpDisabled: 1,
  RecoveryCodesReplaced: 1,
  PasskeyAdded: 1,
  PasskeyRemoved: 1,
  NewDeviceUsed: 1,
  AccountSuspended: 1,
  AccountRestored: 1,
  RoleChanged: 1,
  AccountErased: 1,
  ContentErased: 1,
  AdministratorActed: 1,
  SessionStarted: 1,
  SessionEnded: 1,
};

/** `upcasters[type][n]` turns data of version n into version n + 1. Old events stay as they were written. */
const upcasters: { [Type in AuthEventType]?: Record<number, (data: unknown) => unknown> } = {};

/** An event of somebody who was forgotten since says no more than that it happened, whatever its type and version. */
export const parseAccountEvent = (raw: RawEvent): AccountEvent =>
  erasedContentSchema.safeParse(raw.data).success
    ? { type: 'ContentErased', data: { erased: true } }
    : accountEventSchema.parse(upcast(raw));
export const parseAuditEvent = (raw: RawEvent): AuditEvent => auditEventSchema.parse(upcast(raw));
export const parseSessionEvent = (raw: RawEvent): SessionEvent => sessionEventSchema.parse(upcast(raw));

const accountTypes: ReadonlySet<string> = new Set(accountEventSchema.options.map((option) => option.shape.type.value));

export function isAuditEvent(raw: { type: string }): boolean {
  return raw.type === 'AdministratorActed';
}

export function isAccountEvent(raw: { type: string }): boolean {
  return accountTypes.has(raw.type);
}

function upcast({ type, schemaVersion, data }: RawEvent): { type: string; data: unknown } {
  if (!isAuthEventType(type)) throw new Error(`unknown event type ${type}`);
  let current = data;
  for (let version = schemaVersion; version < schemaVersions[type]; version++) {
    const step = upcasters[type]?.[version];
    if (!step) throw new Error(`no upcaster for ${type} version ${version}`);
    current = step(current);
  }
  return { type, data: current };
}

function isAuthEventType(type: string): type is AuthEventType {
  return Object.hasOwn(schemaVersions, type);
}
