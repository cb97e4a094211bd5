import { parseArgs } from 'node:util';
import { type Command, UsageError } from '../command.ts';
import { runAdmin } from '../run-admin.ts';

export const scrub: Command = {
  usage: 'scrub messages',
  summary: "take the text of deleted messages off Postgres' disk: writes tables anew, each locked meanwhile",
  async run(args) {
    const { positionals } = parseArgs({ args: [...args], options: {}, allowPositionals: true });
    if (positionals.length !== 1 || positionals[0] !== 'messages') throw new UsageError('which service? Only messages erases texts');
    return runAdmin('messages', ['scrub']);
  },
};
