import type { DatabaseService } from '@parley/backing/service-catalog';
import type { CommandInput } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { migrateDatabase } from '../migrations.ts';
import { ownerUrls } from '../owner-urls.ts';
import { print, tell } from '../tty/print.ts';

/** `migrate`. Owners first: what consumes comes after what is consumed. Each finds nothing to do where another was faster. */
export async function migrateDatabases(services: readonly DatabaseService[], input: CommandInput): Promise<number> {
  const urls = await ownerUrls(services);
  for (const service of services) {
    await migrateDatabase(service, urls[service]);
    tell(`✓ ${service}`);
  }
  print(input, { migrated: services }, 'Every database is up to date.');
  return exitCodes.done;
}
