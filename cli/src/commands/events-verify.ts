import { databaseServices } from '@parley/backing/service-catalog';
import type { Command } from '../command.ts';
import { chosenServices, serviceArgument } from './services.ts';

export const eventsVerify: Command = {
  name: 'events verify',
  summary: 'every log as it must be: dense, in order, equal to its read model, not behind who consumes it; with a hash',
  arguments: [serviceArgument(databaseServices, { optional: true })],
  options: [{ flags: '--no-read-models', description: 'leave out the comparison with the read models, which takes longest' }],
  details: [
    'For each service with a log: versions are 1, 2, 3, … in every stream; publication order is their order; no id or position is there twice;',
    'the relay’s cursor is not later than the last event; the read model is what the events say. For each service that consumes: its position',
    'and what took effect of each stream are not later than the owner’s log. The hash covers all events with their content: two copies of a',
    'log, a system and its restored backup, have the same.',
  ],
  run: async (input) => (await import('../actions/verify-events.ts')).verifyEvents(chosenServices(input, databaseServices), input),
};
