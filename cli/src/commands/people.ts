import type { Command, CommandArgument } from '../command.ts';
import { byService } from '../run-admin.ts';

const person: CommandArgument = { name: '<person>', description: 'an id, an address or a username' };
const audited = 'Everything that is done here is in the audit (GET /api/v1/admin/audit), with the name of whoever runs this.';

/** Carried out by `auth`, which owns accounts and sessions. */
export const peopleCommands: readonly Command[] = [
  {
    name: 'admin create',
    summary: 'make an administrator, or make an existing person one',
    options: [
      { flags: '--email <address>', description: 'whose account, or the address of the new one' },
      { flags: '--username <name>', description: 'of a new account: 3 to 50 letters, digits or _' },
      { flags: '--display-name <name>', description: 'of a new account; the username when left out' },
      { flags: '--password-file <path>', description: 'of a new account: the file holds the password and nothing else' },
    ],
    details: [
      'Asks at the terminal for what is not given. The account that has the address gets the role; without one it is made.',
      'The password is read from a file or typed, never an argument; there is none by default.',
      audited,
    ],
    run: byService('auth', ['admin', 'create']),
  },
  {
    name: 'user list',
    summary: 'people, a page at a time',
    options: [
      { flags: '--search <text>', description: 'in usernames, names and addresses' },
      { flags: '--role <role>', description: 'only these', choices: ['user', 'admin'] },
      { flags: '--suspended', description: 'only who may not log in' },
      { flags: '--limit <number>', description: '1 to 100' },
      { flags: '--cursor <cursor>', description: 'what the page before ended with' },
    ],
    details: [audited],
    run: byService('auth', ['user', 'list']),
  },
  {
    name: 'user suspend',
    summary: 'end every session at once and refuse to log in',
    arguments: [person],
    details: [audited],
    run: byService('auth', ['user', 'suspend']),
  },
  {
    name: 'user restore',
    summary: 'let a suspended person log in again',
    arguments: [person],
    details: [audited],
    run: byService('auth', ['user', 'restore']),
  },
  {
    name: 'user reset-mfa',
    summary: 'take a lost second factor away, and end every session',
    arguments: [person],
    details: ['Make sure first, over another channel, that whoever asks is that person: afterwards the password alone lets in.', audited],
    run: byService('auth', ['user', 'reset-mfa']),
  },
  {
    name: 'session revoke',
    summary: 'log somebody out on one device, or on all of them',
    arguments: [{ name: '<session-or-person>', description: 'the id of a session, or a person: all of theirs' }],
    details: ['Tokens stop working and sockets close at once.', audited],
    run: byService('auth', ['session', 'revoke']),
  },
  {
    name: 'erase-user',
    summary: 'delete an account and everything personal, for good',
    arguments: [person],
    destroys: () => 'This cannot be taken back.',
    confirmedByService: true,
    details: [
      'Asks for the username at a terminal. Messages stay, from "Deleted user"; rooms that the person owns go to their longest-serving',
      'admin or member. Backups that were made before still hold the person: see docs/operating/backup.md.',
      audited,
    ],
    run: byService('auth', ['erase-user']),
  },
  {
    name: 'keys list',
    summary: 'signing keys of access tokens',
    run: byService('auth', ['keys', 'list']),
  },
  {
    name: 'keys rotate',
    summary: 'sign with a new key; nobody is logged out',
    options: [{ flags: '--discard-old', description: 'for a key that leaked: its tokens stop working at once' }],
    destroys: ({ options }) =>
      options['discard-old'] === true
        ? 'Every access token becomes void at once; clients fetch new ones with their refresh tokens.'
        : undefined,
    run: byService('auth', ['keys', 'rotate']),
  },
];
