import { connect } from 'node:net';
import pg from 'pg';
import type { ServerKind } from './find-images.ts';

const variables: Record<ServerKind, { name: string; defaultPort: number }> = {
  postgres: { name: 'DATABASE_URL', defaultPort: 5432 },
  nats: { name: 'NATS_URL', defaultPort: 4222 },
  redis: { name: 'REDIS_URL', defaultPort: 6379 },
};

type Addresses = Partial<Record<ServerKind, string>>;

/** What the environment gives. With `all`, an address that is not there is an error. */
export function givenAddresses(env: NodeJS.ProcessEnv, all: boolean): Addresses {
  const found: Addresses = {};
  const missing: string[] = [];
  for (const kind of ['postgres', 'nats', 'redis'] as const) {
    const { name } = variables[kind];
    const value = env[name];
    if (value) found[kind] = value;
    else missing.push(name);
  }
  if (all && missing.length > 0) throw new Error(`PARLEY_BACKING=env needs ${missing.join(', ')} as well.`);
  return found;
}

/** One clear message here instead of a strange one from the first service that cannot connect. */
export async function checkGivenServers(given: Addresses): Promise<void> {
  if (given.postgres !== undefined) await checkPostgres(given.postgres);
  for (const kind of ['nats', 'redis'] as const) {
    // NATS takes a list of servers; one that answers is enough.
    const list = given[kind]?.split(',');
    if (list === undefined) continue;
    const results = await Promise.allSettled(list.map((url) => checkTcp(url.trim(), variables[kind].defaultPort)));
    const fault = results.find((result) => result.status === 'rejected');
    if (fault !== undefined && results.every((result) => result.status === 'rejected')) {
      throw new Error(`${variables[kind].name} does not answer: ${String(fault.reason)}`);
    }
  }
}

async function checkPostgres(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ able: boolean; version: number }>(
      `select rolsuper or (rolcreaterole and rolcreatedb) as able, current_setting('server_version_num')::int as version
       from pg_roles where rolname = current_user`,
    );
    const { able = false, version = 0 } = rows[0] ?? {};
    if (version < 150_000) throw new Error('it must be Postgres 15 or later');
    if (!able) throw new Error('its role must be allowed to create databases and roles: every service gets its own');
  } catch (error) {
    throw new Error(`DATABASE_URL cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function checkTcp(address: string, defaultPort: number): Promise<void> {
  const url = new URL(address.includes('://') ? address : `tcp://${address}`);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: url.hostname, port: Number(url.port || defaultPort), timeout: 5_000 });
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('timeout', () => socket.destroy(new Error('no answer within 5 s')));
    socket.once('error', reject);
  });
}
