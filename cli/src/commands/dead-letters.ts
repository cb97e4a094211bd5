import { databaseServices } from '@parley/backing/service-catalog';
import type { Command } from '../command.ts';
import { chosenService, serviceArgument } from './services.ts';

const consuming = databaseServices.filter((service) => service !== 'auth');

export const deadLettersList: Command = {
  name: 'dead-letters list',
  summary: 'events of others that a service has given up after its last try',
  arguments: [serviceArgument(consuming)],
  run: async (input) => (await import('../actions/show-dead-letters.ts')).showDeadLetters(chosenService(input, consuming), input),
};

export const deadLettersRetry: Command = {
  name: 'dead-letters retry',
  summary: 'handle given-up events once more, after what made them fail was mended',
  arguments: [serviceArgument(consuming), { name: '[id]', description: 'of one letter' }],
  options: [{ flags: '--all', description: 'every letter of the service, the oldest first' }],
  details: ['The event is read from its owner and handled late: what came after it has taken effect already. What fails again stays.'],
  run: async (input) => (await import('../actions/retry-dead-letters.ts')).retryDeadLetters(chosenService(input, consuming), input),
};
