import { describe, expect, it } from 'vitest';
import { toPublished } from '../publish/to-published.ts';
import {
  type AuthEventType,
  isAccountEvent,
  isAuditEvent,
  parseAccountEvent,
  parseAuditEvent,
  parseSessionEvent,
  schemaVersions,
} from './stored-auth-event.ts';

const at = '2026-11-20T12:00:00.000Z';
const profile = { username: 'ada', display_name: 'Ada', avatar_url: null, bio: null, status_text: null };

/** One stored event per type and schema version, as it lies in databases. Never edit one: add the next version. */
const fixtures: Record<AuthEventType, Record<number, unknown>> = {
  AccountRegistered: { 1: { ...profile, email: 'ada@example.org', role: 'user', at } },
  ProfileChanged: { 1: { ...profile, bio: 'Analyst', at } },
  PasswordChanged: { 1: { how: 'reset', at } },
  IdentityLinked: { 1: { provider: 'example', at } },
  IdentityUnlinked: { 1: { provider: 'example', at } },
  AccountEmailVerified: { 1: { at } },
  TotpEnabled: { 1: { at } },
  TotpDisabled: { 1: { at } },
  RecoveryCodesReplaced: { 1: { at } },
  PasskeyAdded: { 1: { passkey_id: 'p', at } },
  PasskeyRemoved: { 1: { passkey_id: 'p', at } },
  NewDeviceUsed: { 1: { session_id: 's', at } },
  AccountSuspended: { 1: { at } },
  AccountRestored: { 1: { at } },
  RoleChanged: { 1: { role: 'admin', at } },
  AccountErased: { 1: { at } },
  ContentErased: { 1: { erased: true } },
  AdministratorActed: { 1: { actor_id: 'system', action: 'user.suspended', target_type: 'user', target_id: 'u', detail: {}, at } },
  SessionStarted: { 1: { user_id: 'u', address: '192.0.2.1', user_agent: 'curl', expires_at: at, at } },
  SessionEnded: { 1: { user_id: 'u', reason: 'logged_out', at } },
};

const cases = Object.entries(fixtures).flatMap(([type, versions]) =>
  Object.entries(versions).map(([version, data]) => ({ type, schemaVersion: Number(version), data })),
);

describe('stored events', () => {
  it.each(cases)('$type version $schemaVersion is still understood', (raw) => {
    const parse = isAccountEvent(raw) ? parseAccountEvent : isAuditEvent(raw) ? parseAuditEvent : parseSessionEvent;
    const event = parse(raw);
    expect(event.type).toBe(raw.type);
  });

  it('have a fixture of every version up to the one that is written', () => {
    for (const [type, version] of Object.entries(schemaVersions)) {
      const versions = cases.filter((known) => known.type === type).map((known) => known.schemaVersion);
      expect(versions).toEqual(Array.from({ length: version }, (_, index) => index + 1));
    }
  });

  it('of an unknown type stop whoever reads them', () => {
    expect(() => parseAccountEvent({ type: 'AccountForgotten', schemaVersion: 1, data: {} })).toThrow(/unknown event type/);
  });

  it('whose content was erased are understood, change nothing and are not published, whatever they were', async () => {
    const data = { erased: true };
    for (const type of ['AccountRegistered', 'ProfileChanged', 'PasswordChanged', 'RoleChanged']) {
      expect(parseAccountEvent({ type, schemaVersion: 1, data })).toEqual({ type: 'ContentErased', data });
    }
  });

  it('are published without the address; sessions not at all, and of secrets only that something changed', async () => {
    const stored = cases.map(({ type, schemaVersion, data }, index) => ({
      tx: 1n,
      position: BigInt(index),
      streamId: '0199f3a0-0000-7000-8000-0000000000a1',
      version: 1,
      eventId: 'e',
      type,
      schemaVersion,
      data,
      metadata: {},
      recordedAt: new Date(at),
    }));
    const published = await toPublished(stored);
    const types = Object.fromEntries(cases.map(({ type }, index) => [type, published[index]?.type]));
    const notice = 'user.security_notice';
    expect(types).toEqual({
      AccountRegistered: 'user.registered',
      ProfileChanged: 'user.profile_changed',
      PasswordChanged: notice,
      IdentityLinked: undefined,
      IdentityUnlinked: undefined,
      AccountEmailVerified: undefined,
      TotpEnabled: notice,
      TotpDisabled: notice,
      RecoveryCodesReplaced: undefined,
      PasskeyAdded: notice,
      PasskeyRemoved: notice,
      NewDeviceUsed: notice,
      AccountSuspended: 'user.suspended',
      AccountRestored: 'user.restored',
      RoleChanged: 'user.role_changed',
      AccountErased: 'user.deleted',
      ContentErased: undefined,
      AdministratorActed: undefined,
      SessionStarted: undefined,
      SessionEnded: undefined,
    });
    expect(JSON.stringify(published)).not.toMatch(/example\.org|192\.0\.2\.1/);
    expect(published.filter((form) => form?.type === notice).map((form) => JSON.parse(form?.payload ?? '').data)).toEqual(
      ['password_changed', 'mfa_enabled', 'mfa_disabled', 'passkey_added', 'passkey_removed', 'new_device'].map((kind) => ({ kind })),
    );
    expect(JSON.parse(published[0]?.payload ?? '')).toEqual({
      type: 'user.registered',
      user_id: '0199f3a0-0000-7000-8000-0000000000a1',
      at,
      data: { username: 'ada', display_name: 'Ada', avatar_url: null },
    });
  });
});
