import { parseArgs } from 'node:util';
import { type Command, UsageError } from '../command.ts';
import { runAdmin } from '../run-admin.ts';

const scrubbed = ['messages', 'notifications'] as const;

export const scrub: Command = {
  usage: 'scrub <messages|notifications>',
  summary: "take the text of deleted messages off Postgres' disk: writes tables anew, each locked meanwhile",
  async run(args) {
    const { positionals } = parseArgs({ args: [...args], options: {}, allowPositionals: true });
    const service = scrubbed.find((name) => positionals.length === 1 && positionals[0] === name);
    if (service === undefined) throw new UsageError('which service? messages and notifications keep texts');
    return runAdmin(service, ['scrub']);
  },
};
