import { assertNever } from '@parley/contracts';
import type { AccountEvent } from './account-events.ts';
import {
  decideSecurity,
  evolveSecurity,
  isSecurityCommand,
  isSecurityEvent,
  type SecurityCommand,
  type SecurityRefusal,
  type SecurityState,
  unprotected,
} from './account-security.ts';
import type { Decider, Decision } from './decider.ts';

export type ProfileFields = { display_name: string; avatar_url: string | null; bio: string | null; status_text: string | null };

export type Role = 'user' | 'admin';

export type AccountState =
  | { status: 'absent' }
  | { status: 'registered'; username: string; profile: ProfileFields; role: Role; suspended: boolean; security: SecurityState }
  | { status: 'erased' };

export type AccountCommand =
  | { type: 'RegisterAccount'; email: string; username: string; display_name: string; role: Role; at: string }
  | { type: 'ChangeProfile'; changes: { [Field in keyof ProfileFields]?: ProfileFields[Field] | undefined }; at: string }
  | { type: 'ChangePassword'; how: 'changed' | 'reset'; at: string }
  | { type: 'LinkIdentity' | 'UnlinkIdentity'; provider: string; at: string }
  | { type: 'SuspendAccount'; isLastAdministrator: boolean; at: string }
  | { type: 'RestoreAccount'; at: string }
  | { type: 'ChangeRole'; role: Role; isLastAdministrator: boolean; at: string }
  | { type: 'EraseAccount'; isLastAdministrator: boolean; at: string }
  | SecurityCommand;

/** `isLastAdministrator` comes with a command: no other account that may be used has the role. A server without one can't be run. */
export type AccountRefusal = 'already_registered' | 'no_such_account' | 'last_administrator' | SecurityRefusal;

function decide(command: AccountCommand, state: AccountState): Decision<AccountEvent, AccountRefusal> {
  if (isSecurityCommand(command)) {
    return state.status === 'registered' ? decideSecurity(command, state.security) : { refusal: 'no_such_account' };
  }
  switch (command.type) {
    case 'RegisterAccount': {
      if (state.status !== 'absent') return { refusal: 'already_registered' };
      const { type: _, ...data } = command;
      return { events: [{ type: 'AccountRegistered', data: { ...data, avatar_url: null, bio: null, status_text: null } }] };
    }
    case 'ChangeProfile': {
      if (state.status !== 'registered') return { refusal: 'no_such_account' };
      const { profile, username } = state;
      const { changes } = command;
      const changed: ProfileFields = {
        display_name: changes.display_name ?? profile.display_name,
        avatar_url: changes.avatar_url === undefined ? profile.avatar_url : changes.avatar_url,
        bio: changes.bio === undefined ? profile.bio : changes.bio,
        status_text: changes.status_text === undefined ? profile.status_text : changes.status_text,
      };
      if (sameProfile(changed, profile)) return { events: [] };
      return { events: [{ type: 'ProfileChanged', data: { username, ...changed, at: command.at } }] };
    }
    case 'ChangePassword':
      if (state.status !== 'registered') return { refusal: 'no_such_account' };
      return { events: [{ type: 'PasswordChanged', data: { how: command.how, at: command.at } }] };
    case 'LinkIdentity':
    case 'UnlinkIdentity': {
      if (state.status !== 'registered') return { refusal: 'no_such_account' };
      const { provider, at } = command;
      return { events: [{ type: command.type === 'LinkIdentity' ? 'IdentityLinked' : 'IdentityUnlinked', data: { provider, at } }] };
    }
    case 'SuspendAccount':
      if (state.status !== 'registered') return { refusal: 'no_such_account' };
      if (state.suspended) return { events: [] };
      if (isNeeded(command, state)) return { refusal: 'last_administrator' };
      return { events: [{ type: 'AccountSuspended', data: { at: command.at } }] };
    case 'RestoreAccount':
      if (state.status !== 'registered') return { refusal: 'no_such_account' };
      return { events: state.suspended ? [{ type: 'AccountRestored', data: { at: command.at } }] : [] };
    case 'ChangeRole':
      if (state.status !== 'registered') return { refusal: 'no_such_account' };
      if (state.role === command.role) return { events: [] };
      if (isNeeded(command, state)) return { refusal: 'last_administrator' };
      return { events: [{ type: 'RoleChanged', data: { role: command.role, at: command.at } }] };
    case 'EraseAccount':
      if (state.status !== 'registered') return { refusal: 'no_such_account' };
      if (isNeeded(command, state)) return { refusal: 'last_administrator' };
      return { events: [{ type: 'AccountErased', data: { at: command.at } }] };
    default:
      return assertNever(command);
  }
}

function evolve(state: AccountState, event: AccountEvent): AccountState {
  if (isSecurityEvent(event)) return state.status === 'registered' ? { ...state, security: evolveSecurity(state.security, event) } : state;
  switch (event.type) {
    case 'AccountRegistered': {
      const { username, role } = event.data;
      return { status: 'registered', username, profile: profileIn(event.data), role, suspended: false, security: unprotected };
    }
    case 'ProfileChanged':
      return changed(state, { username: event.data.username, profile: profileIn(event.data) });
    case 'AccountSuspended':
      return changed(state, { suspended: true });
    case 'AccountRestored':
      return changed(state, { suspended: false });
    case 'RoleChanged':
      return changed(state, { role: event.data.role });
    case 'AccountErased':
      return { status: 'erased' };
    case 'PasswordChanged':
    case 'IdentityLinked':
    case 'IdentityUnlinked':
    case 'ContentErased':
      return state;
    default:
      return assertNever(event);
  }
}

type Registered = Extract<AccountState, { status: 'registered' }>;

function changed(state: AccountState, changes: Partial<Omit<Registered, 'status'>>): AccountState {
  return state.status === 'registered' ? { ...state, ...changes } : state;
}

function isNeeded(command: { isLastAdministrator: boolean }, { role, suspended }: Registered): boolean {
  return role === 'admin' && !suspended && command.isLastAdministrator;
}

function profileIn({ display_name, avatar_url, bio, status_text }: ProfileFields): ProfileFields {
  return { display_name, avatar_url, bio, status_text };
}

function sameProfile(left: ProfileFields, right: ProfileFields): boolean {
  return (
    left.display_name === right.display_name &&
    left.avatar_url === right.avatar_url &&
    left.bio === right.bio &&
    left.status_text === right.status_text
  );
}

/** A person's account: who they are and what they are called. */
export const account: Decider<AccountState, AccountCommand, AccountEvent, AccountRefusal> = {
  initial: { status: 'absent' },
  decide,
  evolve,
};
