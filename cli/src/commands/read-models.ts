import { databaseServices } from '@parley/backing/service-catalog';
import type { Command } from '../command.ts';
import { byService, runAdmin, wordsOf } from '../run-admin.ts';
import { chosenService, serviceArgument } from './services.ts';

const rebuildable = databaseServices.filter((service) => service !== 'notifications');
const scrubbed = ['messages', 'notifications'] as const;

export const readModelCommands: readonly Command[] = [
  {
    name: 'rebuild',
    summary: 'build a read model again from the events and compare it row by row',
    arguments: [serviceArgument(rebuildable)],
    options: [{ flags: '--swap', description: 'put the rebuilt rows in place' }],
    destroys: ({ options }) => (options.swap === true ? 'The read model is replaced by what the events say.' : undefined),
    details: ['Runs beside the living service. Nothing is changed without --swap.'],
    run: (input) => runAdmin(chosenService(input, rebuildable), ['rebuild', ...wordsOf({ ...input, args: [] })]),
  },
  {
    name: 'recount',
    summary: 'count everybody’s unread messages and mentions anew from the log and compare',
    options: [
      { flags: '--room <id>', description: 'in this room only' },
      { flags: '--repair', description: 'forget the counts that are kept, so that they are counted anew' },
    ],
    run: byService('messages', ['recount']),
  },
  {
    name: 'scrub',
    summary: 'take the text of deleted messages off Postgres’ disk',
    arguments: [serviceArgument(scrubbed)],
    destroys: () => 'Tables are written anew, each of them locked meanwhile.',
    run: (input) => runAdmin(chosenService(input, scrubbed), ['scrub', ...wordsOf({ ...input, args: [] })]),
  },
];
