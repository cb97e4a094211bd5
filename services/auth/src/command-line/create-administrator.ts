import { randomUUIDv7 } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { displayNameSchema, emailSchema, newPasswordSchema, usernameSchema } from '@parley/contracts';
import { lockStream } from '@parley/event-store';
import type { z } from 'zod';
import { actOnUser } from '../administration/administrator.ts';
import { lockAudit, recordActs } from '../administration/audit.ts';
import { changeStanding } from '../administration/change-standing.ts';
import { executeOnAccount } from '../commands/execute-command.ts';
import { refuseCommonPassword } from '../passwords/common-passwords.ts';
import { usernameTaken } from '../queries/availability/taken.ts';
import { type AccountCommand, CommandError, UsageError } from './account-command.ts';
import { askFor, askForSecret, isInteractive } from './ask.ts';
import type { AdministrationContext } from './open-context.ts';

const options = {
  email: { type: 'string' },
  username: { type: 'string' },
  'display-name': { type: 'string' },
  'password-file': { type: 'string' },
} as const;
type Given = { email?: string; username?: string; 'display-name'?: string; 'password-file'?: string };

/** Makes an account with the role, or gives the role to the account that has the address. There is no default password. */
export const createAdministrator: AccountCommand = {
  usage: 'admin create [--email <address>] [--username <name>] [--display-name <name>] [--password-file <path>] [--json]',
  async run(context, args) {
    const { values } = parseArgs({ args: [...args], options });
    const email = await given(values.email, { question: 'Email: ', option: '--email', schema: emailSchema });
    const existing = await context.db
      .selectFrom('accounts')
      .select(['user_id', 'username'])
      .where((eb) => eb(eb.fn('lower', ['email']), '=', email.toLowerCase()))
      .executeTakeFirst();
    if (!existing) return make(context, email, values);
    const { user_id: userId, username } = existing;
    await changeStanding(context, { actor: context.actor, userId, role: 'admin' }, {});
    return { json: { user_id: userId, created: false }, text: `${username} has an account already, and is an administrator now.` };
  },
};

async function make(context: AdministrationContext, email: string, values: Given) {
  const { db, passwords, clock, actor } = context;
  const username = await given(values.username, { question: 'Username: ', option: '--username', schema: usernameSchema });
  if (await usernameTaken(db, username)) throw new CommandError('This username is taken.');
  const display_name = displayNameSchema.parse(values['display-name'] ?? username);
  const password = await readPassword(values['password-file']);
  const password_hash = await passwords.hash(password);
  const userId = randomUUIDv7();
  const now = clock();
  await db.transaction().execute(async (trx) => {
    await lockAudit(trx);
    await lockStream(trx, userId);
    const command = { type: 'RegisterAccount' as const, email, username, display_name, role: 'admin' as const, at: now.toISOString() };
    await executeOnAccount({ trx, streamId: userId, command, metadata: {} });
    // Whoever runs the server vouches for the address: the first administrator must not wait for a mail that may not be set up.
    await executeOnAccount({ trx, streamId: userId, command: { type: 'VerifyEmail', at: now.toISOString() }, metadata: {} });
    await trx.insertInto('credentials').values({ user_id: userId, password_hash, changed_at: now }).execute();
    await recordActs(trx, [actOnUser(actor, 'user.created', userId, { role: 'admin' })], { now, metadata: {} });
  });
  return { json: { user_id: userId, created: true }, text: `${username} is an administrator and can log in now.` };
}

type Wanted = { question: string; option: string; schema: z.ZodType<string> };

/** From the command line, or asked for at a terminal. */
async function given(value: string | undefined, { question, option, schema }: Wanted): Promise<string> {
  if (value === undefined && !isInteractive()) throw new UsageError(`${option} is missing, and there is no terminal to ask at.`);
  const parsed = schema.safeParse(value ?? (await askFor(question)));
  if (!parsed.success) throw new CommandError(`${option}: ${parsed.error.issues[0]?.message}`);
  return parsed.data;
}

/** Never an argument: those are in the history of the shell, and in the list of processes. */
async function readPassword(path: string | undefined): Promise<string> {
  if (path === undefined && !isInteractive()) throw new UsageError('--password-file is missing, and there is no terminal to ask at.');
  const text = path === undefined ? await askTwice() : (await readFile(path, 'utf8').catch(unreadable)).replace(/\r?\n$/, '');
  const parsed = newPasswordSchema.safeParse(text);
  if (!parsed.success) throw new CommandError(`The password ${parsed.error.issues[0]?.message}.`);
  refuseCommonPassword(text, 'password');
  return text;
}

async function askTwice(): Promise<string> {
  const first = await askForSecret('Password: ');
  if ((await askForSecret('Once more: ')) !== first) throw new CommandError('The passwords differ.');
  return first;
}

function unreadable(): never {
  throw new CommandError('The password file cannot be read.');
}
