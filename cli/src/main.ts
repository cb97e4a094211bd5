import { type Command, UsageError } from './command.ts';
import { admin, eraseUser, session, user } from './commands/accounts.ts';
import { configCheck } from './commands/config-check.ts';
import { deadLettersList } from './commands/dead-letters-list.ts';
import { keys } from './commands/keys.ts';
import { rebuild } from './commands/rebuild.ts';
import { recount } from './commands/recount.ts';
import { relayStatus } from './commands/relay-status.ts';
import { room } from './commands/room.ts';
import { scrub } from './commands/scrub.ts';

const commands: Record<string, Command> = {
  admin,
  user,
  session,
  'erase-user': eraseUser,
  rebuild,
  recount,
  room,
  relay: relayStatus,
  'dead-letters': deadLettersList,
  config: configCheck,
  keys,
  scrub,
};

/** Ends with 0 when all is well, 1 when something is wrong, 2 when the command is not understood. */
process.exitCode = await main(process.argv.slice(2));

async function main([name = '--help', ...args]: readonly string[]): Promise<number> {
  if (name === '--help' || name === '-h' || name === 'help') {
    console.log(help());
    return 0;
  }
  const command = commands[name];
  if (command === undefined) return misunderstood(`There is no command "${name}".`);
  try {
    return await command.run(args);
  } catch (error) {
    if (error instanceof UsageError || isParseError(error)) return misunderstood(`${name}: ${error.message}`);
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}

function misunderstood(message: string): number {
  console.error(`${message}\n\n${help()}`);
  return 2;
}

function isParseError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

function help(): string {
  const width = Math.max(...Object.values(commands).map(({ usage }) => usage.length)) + 3;
  const lines = Object.values(commands).map(({ usage, summary }) => `  ${usage.padEnd(width)}${summary}`);
  return ['Usage: npm run parley -- <command>', '', ...lines].join('\n');
}
