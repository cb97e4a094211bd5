import type { DatabaseService } from '@parley/backing/service-catalog';
import { migrationEnv, readConfig } from '@parley/service-kit/config';
import { z } from 'zod';
import { CommandError } from './command.ts';
import { serviceSettings } from './service-settings.ts';

/** The address of a service's database, for the role that owns it. */
export async function ownerUrlOf(service: DatabaseService, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const settings = await serviceSettings(service, env);
  if (settings.DATABASE_OWNER_URL === undefined && settings.DATABASE_OWNER_URL_FILE === undefined) {
    throw new CommandError(`${service.toUpperCase()}_DATABASE_OWNER_URL is not set.`);
  }
  return readConfig(z.object(migrationEnv), settings).DATABASE_OWNER_URL;
}

/** The owners' addresses of several services, each its own: what reads or writes the whole system must not mix them up. */
export async function ownerUrls<Service extends DatabaseService>(services: readonly Service[]): Promise<Record<Service, string>> {
  const found = await Promise.all(services.map(async (service) => [service, await ownerUrlOf(service)] as const));
  const distinct = new Set(found.map(([, url]) => url));
  if (distinct.size < services.length) {
    throw new CommandError(
      'Several services have one database address. Give each its own: AUTH_DATABASE_OWNER_URL, ROOMS_DATABASE_OWNER_URL, …',
    );
  }
  return Object.fromEntries(found) as Record<Service, string>;
}
