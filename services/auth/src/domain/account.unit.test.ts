import { given } from '@parley/testing';
import { describe, it } from 'vitest';
import { account } from './account.ts';
import type { AccountEvent } from './account-events.ts';
import { passkeysPerPerson } from './account-security.ts';

const at = '2026-11-20T12:00:00.000Z';
const later = '2026-11-20T13:00:00.000Z';
const register = { type: 'RegisterAccount', email: 'Ada@example.org', username: 'ada', display_name: 'Ada', role: 'user', at } as const;
const registered: AccountEvent = {
  type: 'AccountRegistered',
  data: {
    email: 'Ada@example.org',
    username: 'ada',
    display_name: 'Ada',
    role: 'user',
    avatar_url: null,
    bio: null,
    status_text: null,
    at,
  },
};
const change = (changes: { display_name?: string; bio?: string | null }) => ({ type: 'ChangeProfile', changes, at: later }) as const;

describe('an account', () => {
  it('is registered once', () => {
    given(account).when(register).then(registered);
    given(account, registered).when(register).thenRefused('already_registered');
  });

  it('records the whole profile when part of it changes', () => {
    given(account, registered)
      .when(change({ bio: 'Analyst' }))
      .then({
        type: 'ProfileChanged',
        data: { username: 'ada', display_name: 'Ada', avatar_url: null, bio: 'Analyst', status_text: null, at: later },
      });
  });

  it('clears with null, and leaves alone what is not named', () => {
    const withBio: AccountEvent = {
      type: 'ProfileChanged',
      data: { username: 'ada', display_name: 'Countess', avatar_url: null, bio: 'Analyst', status_text: null, at },
    };
    given(account, registered, withBio)
      .when(change({ bio: null }))
      .then({
        type: 'ProfileChanged',
        data: { username: 'ada', display_name: 'Countess', avatar_url: null, bio: null, status_text: null, at: later },
      });
  });

  it('records nothing when nothing changes', () => {
    given(account, registered)
      .when(change({ display_name: 'Ada', bio: null }))
      .then();
    given(account, registered).when(change({})).then();
  });

  it('records that the password changed, and how', () => {
    given(account, registered)
      .when({ type: 'ChangePassword', how: 'reset', at: later })
      .then({ type: 'PasswordChanged', data: { how: 'reset', at: later } });
    const changed: AccountEvent = { type: 'PasswordChanged', data: { how: 'changed', at } };
    given(account, registered, changed)
      .when(change({ display_name: 'Ada' }))
      .then();
  });

  const isLastAdministrator = false;
  const suspend = { type: 'SuspendAccount', isLastAdministrator, at: later } as const;
  const promote = { type: 'ChangeRole', role: 'admin', isLastAdministrator, at: later } as const;
  const suspended: AccountEvent = { type: 'AccountSuspended', data: { at } };
  const promoted: AccountEvent = { type: 'RoleChanged', data: { role: 'admin', at } };
  const erased: AccountEvent = { type: 'AccountErased', data: { at } };

  it('is suspended once, and restored once', () => {
    given(account, registered)
      .when(suspend)
      .then({ type: 'AccountSuspended', data: { at: later } });
    given(account, registered, suspended).when(suspend).then();
    given(account, registered, suspended)
      .when({ type: 'RestoreAccount', at: later })
      .then({ type: 'AccountRestored', data: { at: later } });
    given(account, registered).when({ type: 'RestoreAccount', at: later }).then();
  });

  it('becomes an administrator, and a user again', () => {
    given(account, registered)
      .when(promote)
      .then({ type: 'RoleChanged', data: { role: 'admin', at: later } });
    given(account, registered, promoted).when(promote).then();
    given(account, registered, promoted)
      .when({ ...promote, role: 'user' })
      .then({ type: 'RoleChanged', data: { role: 'user', at: later } });
  });

  it('of the last administrator is neither suspended nor demoted nor erased', () => {
    const last = { isLastAdministrator: true };
    given(account, registered, promoted)
      .when({ ...suspend, ...last })
      .thenRefused('last_administrator');
    given(account, registered, promoted)
      .when({ ...promote, role: 'user', ...last })
      .thenRefused('last_administrator');
    given(account, registered, promoted)
      .when({ type: 'EraseAccount', ...last, at: later })
      .thenRefused('last_administrator');
    // Somebody else's account is not needed, nor one that may not administer anyway.
    given(account, registered)
      .when({ ...suspend, ...last })
      .then({ type: 'AccountSuspended', data: { at: later } });
    given(account, registered, promoted, suspended)
      .when({ ...promote, role: 'user', ...last })
      .then({ type: 'RoleChanged', data: { role: 'user', at: later } });
  });

  it('is erased for good: nothing follows, and what was erased before it says nothing', () => {
    given(account, registered)
      .when({ type: 'EraseAccount', isLastAdministrator, at: later })
      .then({ type: 'AccountErased', data: { at: later } });
    const gone: AccountEvent = { type: 'ContentErased', data: { erased: true } };
    for (const command of [suspend, promote, change({ bio: 'x' })]) {
      given(account, gone, gone, erased).when(command).thenRefused('no_such_account');
    }
    given(account, gone, erased).when(register).thenRefused('already_registered');
  });

  it('must exist to be changed', () => {
    given(account).when({ type: 'ChangePassword', how: 'changed', at }).thenRefused('no_such_account');
    given(account)
      .when(change({ bio: 'x' }))
      .thenRefused('no_such_account');
  });

  it('is verified once, however often its address is confirmed', () => {
    given(account, registered)
      .when({ type: 'VerifyEmail', at: later })
      .then({ type: 'AccountEmailVerified', data: { at: later } });
    given(account, registered, { type: 'AccountEmailVerified', data: { at } }).when({ type: 'VerifyEmail', at: later }).then();
  });

  it('has an authenticator app or has none', () => {
    const enabled: AccountEvent = { type: 'TotpEnabled', data: { at } };
    given(account, registered).when({ type: 'EnableTotp', at }).then(enabled);
    given(account, registered, enabled).when({ type: 'EnableTotp', at: later }).thenRefused('totp_already_enabled');
    given(account, registered, enabled)
      .when({ type: 'DisableTotp', at: later })
      .then({ type: 'TotpDisabled', data: { at: later } });
    given(account, registered).when({ type: 'DisableTotp', at }).thenRefused('totp_not_enabled');
  });

  it('has recovery codes for as long as there is something to recover from', () => {
    const added: AccountEvent = { type: 'PasskeyAdded', data: { passkey_id: 'p', at } };
    const removed: AccountEvent = { type: 'PasskeyRemoved', data: { passkey_id: 'p', at } };
    given(account, registered).when({ type: 'ReplaceRecoveryCodes', at }).thenRefused('no_second_factor');
    given(account, registered, added)
      .when({ type: 'ReplaceRecoveryCodes', at: later })
      .then({ type: 'RecoveryCodesReplaced', data: { at: later } });
    given(account, registered, added, removed).when({ type: 'ReplaceRecoveryCodes', at: later }).thenRefused('no_second_factor');
  });

  it('has a bounded number of passkeys, each of which is removed once', () => {
    const add = (nth: number): AccountEvent => ({ type: 'PasskeyAdded', data: { passkey_id: `p${nth}`, at } });
    const full = Array.from({ length: passkeysPerPerson }, (_, index) => add(index));
    given(account, registered, ...full)
      .when({ type: 'AddPasskey', passkey_id: 'one more', at })
      .thenRefused('too_many_passkeys');
    const removed: AccountEvent = { type: 'PasskeyRemoved', data: { passkey_id: 'p3', at: later } };
    given(account, registered, ...full)
      .when({ type: 'RemovePasskey', passkey_id: 'p3', at: later })
      .then(removed);
    given(account, registered, ...full, removed)
      .when({ type: 'RemovePasskey', passkey_id: 'p3', at: later })
      .thenRefused('no_such_passkey');
  });

  it('keeps what protects it when its profile changes', () => {
    const renamed: AccountEvent = {
      type: 'ProfileChanged',
      data: { username: 'ada', display_name: 'Countess', avatar_url: null, bio: null, status_text: null, at },
    };
    given(account, registered, { type: 'TotpEnabled', data: { at } }, renamed)
      .when({ type: 'EnableTotp', at: later })
      .thenRefused('totp_already_enabled');
  });
});
