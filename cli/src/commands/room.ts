import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Command, UsageError } from '../command.ts';
import { runAdmin } from '../run-admin.ts';

/** `npm run parley` changes the folder; what was typed is relative to where it was typed. */
const here = process.env.INIT_CWD ?? process.cwd();

export const room: Command = {
  usage: 'room export <id> | room import <file> [--as <id>] | room retention <id> <days|forever|default>',
  summary: 'a room’s log as JSON lines, out and in again with the same hash; how long a room keeps its messages',
  async run(args) {
    const { values, positionals } = parseArgs({ args: [...args], options: { as: { type: 'string' } }, allowPositionals: true });
    const [verb, target, days] = positionals;
    if (target === undefined) throw new UsageError('room export|import|retention, and of what');
    if (verb === 'export' && positionals.length === 2) return runAdmin('messages', ['room-export', target]);
    if (verb === 'retention' && days !== undefined) return runAdmin('messages', ['room-retention', target, days]);
    if (verb !== 'import' || positionals.length !== 2) throw new UsageError('room export <id>, import <file> or retention <id> <days>');
    const as = values.as === undefined ? [] : ['--as', values.as];
    return runAdmin('messages', ['room-import', target === '-' ? target : resolve(here, target), ...as]);
  },
};
