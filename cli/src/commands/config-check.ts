import { serviceNames } from '@parley/backing/service-catalog';
import type { Command } from '../command.ts';
import { chosenServices, serviceArgument } from './services.ts';

export const configCheck: Command = {
  name: 'config check',
  summary: 'every fault of the settings at once: of the environment, or of what npm start gave to its services',
  arguments: [serviceArgument(serviceNames, { optional: true })],
  run: async (input) => (await import('../actions/check-config.ts')).checkConfig(chosenServices(input, serviceNames), input),
};
