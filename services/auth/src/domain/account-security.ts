import { assertNever } from '@parley/contracts';
import { z } from 'zod';
import type { Decision } from './decider.ts';

/** More passkeys than anybody has devices. */
export const passkeysPerPerson = 20;

const at = z.iso.datetime();

/**
 * Stored events about how an account is protected: that something happened, never a secret, a code or a key. Those are state,
 * beside the log.
 */
export const securityEventSchemas = [
  z.object({ type: z.literal('AccountEmailVerified'), data: z.object({ at }) }),
  z.object({ type: z.literal('TotpEnabled'), data: z.object({ at }) }),
  z.object({ type: z.literal('TotpDisabled'), data: z.object({ at }) }),
  z.object({ type: z.literal('RecoveryCodesReplaced'), data: z.object({ at }) }),
  z.object({ type: z.literal('PasskeyAdded'), data: z.object({ passkey_id: z.string(), at }) }),
  z.object({ type: z.literal('PasskeyRemoved'), data: z.object({ passkey_id: z.string(), at }) }),
  /** A login from where this person had not logged in before. */
  z.object({ type: z.literal('NewDeviceUsed'), data: z.object({ session_id: z.string(), at }) }),
] as const;

export type SecurityEvent = z.infer<(typeof securityEventSchemas)[number]>;

export type SecurityState = { emailVerified: boolean; totp: boolean; passkeyIds: readonly string[] };

export type SecurityCommand =
  | { type: 'VerifyEmail'; at: string }
  | { type: 'EnableTotp'; at: string }
  | { type: 'DisableTotp'; at: string }
  | { type: 'ReplaceRecoveryCodes'; at: string }
  | { type: 'AddPasskey'; passkey_id: string; at: string }
  | { type: 'RemovePasskey'; passkey_id: string; at: string }
  | { type: 'UseNewDevice'; session_id: string; at: string };

export type SecurityRefusal = 'totp_already_enabled' | 'totp_not_enabled' | 'no_second_factor' | 'too_many_passkeys' | 'no_such_passkey';

export const unprotected: SecurityState = { emailVerified: false, totp: false, passkeyIds: [] };

/** Whether a password alone does not sign in any more. */
export function hasSecondFactor(state: SecurityState): boolean {
  return state.totp || state.passkeyIds.length > 0;
}

const commandTypes: Record<SecurityCommand['type'], true> = {
  VerifyEmail: true,
  EnableTotp: true,
  DisableTotp: true,
  ReplaceRecoveryCodes: true,
  AddPasskey: true,
  RemovePasskey: true,
  UseNewDevice: true,
};

export function isSecurityCommand(command: { type: string }): command is SecurityCommand {
  return Object.hasOwn(commandTypes, command.type);
}

const eventTypes: ReadonlySet<string> = new Set(securityEventSchemas.map((schema) => schema.shape.type.value));

export function isSecurityEvent(event: { type: string }): event is SecurityEvent {
  return eventTypes.has(event.type);
}

export function decideSecurity(command: SecurityCommand, state: SecurityState): Decision<SecurityEvent, SecurityRefusal> {
  const { at: time } = command;
  switch (command.type) {
    case 'VerifyEmail':
      return { events: state.emailVerified ? [] : [{ type: 'AccountEmailVerified', data: { at: time } }] };
    case 'EnableTotp':
      return state.totp ? { refusal: 'totp_already_enabled' } : { events: [{ type: 'TotpEnabled', data: { at: time } }] };
    case 'DisableTotp':
      return state.totp ? { events: [{ type: 'TotpDisabled', data: { at: time } }] } : { refusal: 'totp_not_enabled' };
    case 'ReplaceRecoveryCodes':
      if (!hasSecondFactor(state)) return { refusal: 'no_second_factor' };
      return { events: [{ type: 'RecoveryCodesReplaced', data: { at: time } }] };
    case 'AddPasskey':
      if (state.passkeyIds.length >= passkeysPerPerson) return { refusal: 'too_many_passkeys' };
      return { events: [{ type: 'PasskeyAdded', data: { passkey_id: command.passkey_id, at: time } }] };
    case 'RemovePasskey':
      if (!state.passkeyIds.includes(command.passkey_id)) return { refusal: 'no_such_passkey' };
      return { events: [{ type: 'PasskeyRemoved', data: { passkey_id: command.passkey_id, at: time } }] };
    case 'UseNewDevice':
      return { events: [{ type: 'NewDeviceUsed', data: { session_id: command.session_id, at: time } }] };
    default:
      return assertNever(command);
  }
}

export function evolveSecurity(state: SecurityState, event: SecurityEvent): SecurityState {
  switch (event.type) {
    case 'AccountEmailVerified':
      return { ...state, emailVerified: true };
    case 'TotpEnabled':
      return { ...state, totp: true };
    case 'TotpDisabled':
      return { ...state, totp: false };
    case 'PasskeyAdded':
      return { ...state, passkeyIds: [...state.passkeyIds, event.data.passkey_id] };
    case 'PasskeyRemoved':
      return { ...state, passkeyIds: state.passkeyIds.filter((id) => id !== event.data.passkey_id) };
    case 'RecoveryCodesReplaced':
    case 'NewDeviceUsed':
      return state;
    default:
      return assertNever(event);
  }
}
