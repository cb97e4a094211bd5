import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseService } from '@parley/backing/service-catalog';
import pg from 'pg';
import { CommandError } from '../command.ts';

export type Moment = AsyncDisposable & {
  /** A connection to each database whose transaction shows it as it was at the moment. */
  clients: Readonly<Record<DatabaseService, pg.Client>>;
  /** How long writing had to wait. */
  pausedMs: number;
};

const lockTimeoutMs = 1_500;
const attempts = 20;

/** Writers of logs, and consumers moving on. What else a service writes belongs to itself alone. */
const guarded = ['events', 'consumer_positions'];

/**
 * One moment of all databases at once. Snapshots of several databases cannot be shared, so writing is held up for the time that it takes
 * to open one in each: a lock on every log and on every consumer's position, the snapshots, the locks away. Whatever anybody was told
 * before is in it, and nobody in it has heard of what its owner does not have.
 *
 * A service may wait for another inside a transaction, so locks can wait for each other across databases, where Postgres cannot see it:
 * whoever does not get one soon lets all go and tries again.
 */
export async function fixMoment(urls: Readonly<Record<DatabaseService, string>>): Promise<Moment> {
  const services = Object.keys(urls) as DatabaseService[];
  const opened: pg.Client[] = [];
  const open = async (service: DatabaseService, name: string) => {
    const client = new pg.Client({
      connectionString: urls[service],
      application_name: `parley backup ${name}`,
      connectionTimeoutMillis: 10_000,
    });
    client.on('error', () => undefined);
    await client.connect();
    opened.push(client);
    return client;
  };
  const close = async () => {
    await Promise.all(opened.map((client) => client.end().catch(() => undefined)));
  };
  try {
    const lockers = await Promise.all(services.map((service) => open(service, 'moment')));
    const readers = await Promise.all(services.map(async (service) => [service, await open(service, 'reader')] as const));
    const pausedMs = await underLocks(lockers, async () => {
      await Promise.all(readers.map(([, client]) => openSnapshot(client)));
    });
    await Promise.all(lockers.map((client) => client.end()));
    return { clients: Object.fromEntries(readers) as Record<DatabaseService, pg.Client>, pausedMs, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function underLocks(lockers: readonly pg.Client[], work: () => Promise<void>): Promise<number> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const startedAt = performance.now();
    const locked = await Promise.allSettled(lockers.map(lockWriters));
    const failed = locked.find((result) => result.status === 'rejected');
    if (failed === undefined) await work();
    await Promise.all(lockers.map((client) => client.query('rollback')));
    if (failed === undefined) return Math.round(performance.now() - startedAt);
    if (!isImpatience(failed.reason)) throw failed.reason;
    await sleep(300 + Math.random() * 500);
  }
  throw new CommandError('The moment could not be fixed: something writes without a break. Nothing was backed up; try again later.');
}

async function lockWriters(client: pg.Client): Promise<void> {
  await client.query(`begin; set local lock_timeout = ${lockTimeoutMs}`);
  const { rows } = await client.query<{ name: string }>(
    'select name from unnest($1::text[]) as name where to_regclass(name) is not null order by name',
    [guarded],
  );
  for (const { name } of rows) await client.query(`lock table ${name} in share mode`);
}

/** The first query takes the snapshot, not the `begin`. */
async function openSnapshot(client: pg.Client): Promise<void> {
  await client.query('begin isolation level repeatable read read only');
  await client.query('select pg_current_snapshot()');
}

/** `lock_not_available`, or a deadlock that Postgres saw after all. */
function isImpatience(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '55P03' || error.code === '40P01');
}
