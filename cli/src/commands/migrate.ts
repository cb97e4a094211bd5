import { databaseServices } from '@parley/backing/service-catalog';
import type { Command } from '../command.ts';
import { chosenServices, serviceArgument } from './services.ts';

export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'bring the databases of all services up to date, one after the other',
  arguments: [serviceArgument(databaseServices, { optional: true })],
  details: ['`npm start` does it by itself. Before an update of containers this runs first: docs/operating/upgrade.md.'],
  run: async (input) => (await import('../actions/migrate-databases.ts')).migrateDatabases(chosenServices(input, databaseServices), input),
};
