import { limits, passwordPattern, usernamePattern } from '@parley/contracts/limits';
import { texts } from '../../texts/texts.ts';

/** The server's rules, said while somebody types. Each gives what is wrong, or true. */
const { errors } = texts.account;

export type RegisterValues = { email: string; display_name: string; username: string; password: string };

export const registerRules = {
  email: (value: string) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value.trim()) && value.length <= limits.emailMax) || errors.email,
  displayName: (value: string) =>
    value.trim() === '' ? errors.required : value.trim().length <= limits.displayNameMax || errors.displayName,
  username: (value: string) => usernamePattern.test(value) || errors.username,
  password: (value: string) =>
    (value.length >= limits.passwordMin && value.length <= limits.passwordMax && passwordPattern.test(value)) || errors.password,
};

/** The form's field for a path in a validation error, e.g. `body.username`. */
export function fieldOfPath(path: string): keyof RegisterValues | undefined {
  const fields: Array<keyof RegisterValues> = ['email', 'display_name', 'username', 'password'];
  return fields.find((field) => path === `body.${field}` || path === field || path === `/${field}`);
}
