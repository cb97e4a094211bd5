import { ConfigError, ProblemError } from '@parley/service-kit';
import { type AccountCommand, CommandError, NotConfirmedError, UsageError } from './account-command.ts';
import { openContext } from './open-context.ts';

/** Loaded when it is asked for: most of them stand on what only their own work needs, such as mails. */
const commands: Record<string, () => Promise<AccountCommand>> = {
  'admin create': async () => (await import('./create-administrator.ts')).createAdministrator,
  'user list': async () => (await import('./user-list.ts')).listUsers,
  'user suspend': async () => (await import('./suspend-user.ts')).suspendUser,
  'user restore': async () => (await import('./suspend-user.ts')).restoreUser,
  'user reset-mfa': async () => (await import('./reset-mfa.ts')).resetMfa,
  'session revoke': async () => (await import('./revoke-sessions.ts')).revokeSessions,
  'erase-user': async () => (await import('./erase-user.ts')).eraseUser,
  'record-act': async () => (await import('./record-act.ts')).recordAct,
};

/** Resolves with 0 done, 1 it can't be done, 2 not understood, 4 not confirmed. What was done is in the audit, with the name of who runs this. */
export async function runAccountCommand(words: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const name = [words.slice(0, 2).join(' '), words[0] ?? ''].find((candidate) => Object.hasOwn(commands, candidate)) ?? '';
  const command = await commands[name]?.();
  if (!command) {
    const all = await Promise.all(Object.values(commands).map((load) => load()));
    process.stderr.write(`usage:\n${all.map(({ usage }) => `  ${usage}`).join('\n')}\n`);
    return 2;
  }
  const args = words.slice(name.split(' ').length);
  const isJson = args.includes('--json');
  try {
    const { context, close } = await openContext(env);
    try {
      const answer = await command.run(
        context,
        args.filter((word) => word !== '--json'),
      );
      process.stdout.write(isJson ? `${JSON.stringify(answer.json)}\n` : `${answer.text}\n`);
      return 0;
    } finally {
      await close();
    }
  } catch (error) {
    return explain(error, command, isJson);
  }
}

function explain(error: unknown, command: AccountCommand, isJson: boolean): number {
  const isUsage =
    error instanceof UsageError || (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
  const known = isUsage || error instanceof CommandError || error instanceof ProblemError || error instanceof ConfigError;
  if (!known) throw error;
  const fields = error instanceof ProblemError ? (error.errors ?? []).map(({ path, message }) => `${path}: ${message}`) : [];
  const text = [error.message, ...fields].join('\n');
  const code = isUsage ? 'usage' : error instanceof ProblemError ? error.code : 'failed';
  process.stderr.write(
    isJson ? `${JSON.stringify({ error: { code, message: text } })}\n` : `${text}\n${isUsage ? `\nusage: ${command.usage}\n` : ''}`,
  );
  if (isUsage) return 2;
  return error instanceof NotConfirmedError ? 4 : 1;
}
