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

export type AccountState =
  | { status: 'absent' }
  | { status: 'registered'; username: string; profile: ProfileFields; security: SecurityState };

export type AccountCommand =
  | { type: 'RegisterAccount'; email: string; username: string; display_name: string; role: 'user' | 'admin'; at: string }
  | { type: 'ChangeProfile'; changes: { [Field in keyof ProfileFields]?: ProfileFields[Field] | undefined }; at: string }
  | { type: 'ChangePassword'; how: 'changed' | 'reset'; at: string }
  | { type: 'LinkIdentity' | 'UnlinkIdentity'; provider: string; at: string }
  | SecurityCommand;

export type AccountRefusal = 'already_registered' | 'no_such_account' | SecurityRefusal;

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
    default:
      return assertNever(command);
  }
}

function evolve(state: AccountState, event: AccountEvent): AccountState {
  if (isSecurityEvent(event)) return state.status === 'registered' ? { ...state, security: evolveSecurity(state.security, event) } : state;
  switch (event.type) {
    case 'AccountRegistered':
    case 'ProfileChanged': {
      const { username, display_name, avatar_url, bio, status_text } = event.data;
      const security = state.status === 'registered' ? state.security : unprotected;
      return { status: 'registered', username, profile: { display_name, avatar_url, bio, status_text }, security };
    }
    case 'PasswordChanged':
    case 'IdentityLinked':
    case 'IdentityUnlinked':
      return state;
    default:
      return assertNever(event);
  }
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
