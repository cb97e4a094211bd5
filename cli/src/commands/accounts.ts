import type { Command } from '../command.ts';
import { runAdmin } from '../run-admin.ts';

const person = '<person> is an id, an address or a username. Everything that is done here is in the audit (GET /api/v1/admin/audit).';
const statuses = 'Exit status: 0 done, 1 it cannot be done, 2 not understood. --json writes the answer as JSON.';

/** Commands about people are carried out by `auth`, which owns them. What is said here is for whoever asks for help without one running. */
function accountCommand(name: string, { usage, summary, help }: { usage: string; summary: string; help: readonly string[] }): Command {
  return {
    usage,
    summary,
    async run(args) {
      if (!args.includes('--help') && !args.includes('-h')) return runAdmin('auth', [name, ...args]);
      console.log([`Usage: npm run parley -- ${usage}`, '', ...help, '', statuses].join('\n'));
      return 0;
    },
  };
}

export const admin = accountCommand('admin', {
  usage: 'admin create [--email …] [--username …] [--password-file …] [--json]',
  summary: 'make an administrator, or make an existing person one',
  help: [
    'Asks at the terminal for what is not given. The account that has the address gets the role; without one it is made.',
    'The password is read from a file or typed, never an argument; there is none by default.',
    '',
    '  --email <address>      whose account, or the address of the new one',
    '  --username <name>      of a new account: 3 to 50 letters, digits or _',
    '  --display-name <name>  of a new account; the username when left out',
    '  --password-file <path> of a new account: the file holds the password and nothing else',
  ],
});

export const user = accountCommand('user', {
  usage: 'user list|suspend|restore|reset-mfa … [--json]',
  summary: 'people: find them, lock them out and let them in, take a lost second factor away',
  help: [
    '  user list [--search <text>] [--role user|admin] [--suspended] [--limit <1–100>] [--cursor <…>]',
    '  user suspend <person>    ends every session at once; logging in is refused',
    '  user restore <person>    may log in again',
    '  user reset-mfa <person>  removes their second factors and ends every session',
    '',
    person,
  ],
});

export const session = accountCommand('session', {
  usage: 'session revoke <session or person> [--json]',
  summary: 'log somebody out on one device, or on all of them',
  help: ['Ends the session with this id, or every session of the person. Tokens stop working and sockets close at once.', '', person],
});

export const eraseUser = accountCommand('erase-user', {
  usage: 'erase-user <person> [--yes] [--json]',
  summary: 'delete an account and everything personal, for good',
  help: [
    'Cannot be taken back. Asks for the username at a terminal; elsewhere --yes is needed. Messages stay, from "Deleted user";',
    'rooms that the person owns go to their longest-serving admin or member.',
    '',
    person,
  ],
});
