import { databaseServices } from '@parley/backing';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { migrateDatabase } from '../migrations.ts';
import { ownerUrls } from '../service-settings.ts';
import { print, tell } from '../tty/print.ts';
import { chosenServices, serviceArgument } from './services.ts';

/** Owners first: what consumes comes after what is consumed. Each finds nothing to do where another was faster. */
export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'bring the databases of all services up to date, one after the other',
  arguments: [serviceArgument(databaseServices, { optional: true })],
  details: ['`npm start` does it by itself. Before an update of containers this runs first: docs/operating/upgrade.md.'],
  async run(input) {
    const services = chosenServices(input, databaseServices);
    const urls = await ownerUrls(services);
    for (const service of services) {
      await migrateDatabase(service, urls[service]);
      tell(`✓ ${service}`);
    }
    print(input, { migrated: services }, 'Every database is up to date.');
    return exitCodes.done;
  },
};
