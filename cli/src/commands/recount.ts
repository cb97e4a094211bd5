import { parseArgs } from 'node:util';
import { type Command, UsageError } from '../command.ts';
import { runAdmin } from '../run-admin.ts';

export const recount: Command = {
  usage: 'recount [--room <id>] [--repair] [--json]',
  summary: 'count everybody’s unread messages and mentions anew from the log and compare',
  async run(args) {
    const options = { room: { type: 'string' }, repair: { type: 'boolean' }, json: { type: 'boolean' } } as const;
    const { positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (positionals.length > 0) throw new UsageError('recount takes no words');
    return runAdmin('messages', ['recount', ...args]);
  },
};
