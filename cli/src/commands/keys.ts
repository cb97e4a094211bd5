import type { Command } from '../command.ts';
import { runAdmin } from '../run-admin.ts';

/** What the words mean is known to `services/auth/src/keys-command.ts`. */
export const keys: Command = {
  usage: 'keys list [--json] | rotate [--discard-old]',
  summary: 'signing keys of access tokens; rotating them logs nobody out, --discard-old is for one that leaked',
  run: (args) => runAdmin('auth', ['keys', ...args]),
};
