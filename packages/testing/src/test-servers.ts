import { randomBytes } from 'node:crypto';
import { type DatabaseUrls, dropDatabases, provisionDatabases, type RunningServer } from '@parley/backing';
import { createRunFolder } from './run-folder.ts';
import { type NatsTestOptions, startNats, startRedis } from './start-server.ts';

/** The administrator's address of the run's shared Postgres. Prefer `createTestDatabase`. */
export function testPostgres(): string {
  const url = process.env.PARLEY_TEST_POSTGRES_URL;
  if (url === undefined) throw new Error('No shared Postgres: run through vitest (projects int and e2e) or set PARLEY_TEST_POSTGRES_URL.');
  return url;
}

export type TestDatabase = DatabaseUrls & { drop(): Promise<void> };

/** A fresh database with its runtime role and its owner role, as `npm start` gives to a service. */
export async function createTestDatabase(service = 'service'): Promise<TestDatabase> {
  const { services, drop } = await createTestDatabases([service]);
  const urls = services[service];
  if (urls === undefined) throw new Error(`No database made for ${service}.`);
  return { ...urls, drop };
}

export type TestDatabases<Service extends string> = { services: Record<Service, DatabaseUrls>; drop(): Promise<void> };

/** `templatePrefix`: as copies of databases that were provisioned under it, with all that is in them. */
export async function createTestDatabases<Service extends string>(
  names: readonly Service[],
  adminUrl = testPostgres(),
  templatePrefix?: string,
): Promise<TestDatabases<Service>> {
  const prefix = `t${randomBytes(5).toString('hex')}`;
  const services = await provisionDatabases(adminUrl, prefix, names, { templatePrefix });
  return { services, drop: () => dropDatabases(adminUrl, prefix, names) };
}

/** A server of the test's own: kill it, pause it, wipe it. `stop` also deletes its data. */
export function testNats(options: NatsTestOptions = {}): Promise<RunningServer> {
  return ownServer('nats', (dir) => startNats(dir, options));
}

export function testRedis(): Promise<RunningServer> {
  return ownServer('redis', startRedis);
}

async function ownServer(kind: 'nats' | 'redis', start: (dir: string) => Promise<RunningServer>): Promise<RunningServer> {
  const folder = await createRunFolder(kind);
  const server = await start(folder.path);
  // Assigned, not spread: a copy would freeze the getters for pid and port.
  return Object.assign(server, {
    stop: async () => {
      await server.destroy();
      await folder.remove();
    },
  });
}
