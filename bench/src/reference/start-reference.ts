import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startPostgresServer, startRedisServer } from '@parley/backing';
import pg from 'pg';
import { newCounters } from '../load-client.ts';
import type { LoadTarget } from '../offered-load.ts';
import { cpuMs } from '../process-cpu.ts';
import { ReferenceClient } from './socket-io-client.ts';

export type Reference = LoadTarget & { stop(): Promise<void> };

/** The reference with a Postgres (fsync on) and a Redis of its own, `people` connected, room `n` being `membersOf[n]`, named `room n`. */
export async function startReference(people: number, membersOf: readonly (readonly number[])[]): Promise<Reference> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-reference-'));
  // Postgres, started by root, runs under an account of its own and must pass through.
  await chmod(folder, 0o711);
  const [postgres, redis] = await Promise.all([
    startPostgresServer({ dir: join(folder, 'postgres') }),
    startRedisServer({ dir: join(folder, 'redis') }),
  ]);
  const env = { ...process.env, DATABASE_URL: postgres.url, REDIS_URL: redis.url };
  const server = fork(fileURLToPath(new URL('./socket-io-server.ts', import.meta.url)), { env });
  const [{ port }] = (await once(server, 'message')) as [{ port: number }];
  await enrol(postgres.url, membersOf);

  const counters = newCounters();
  const clients: ReferenceClient[] = [];
  for (let nth = 0; nth < people; nth += 1) clients.push(await ReferenceClient.open(`http://127.0.0.1:${port}`, `person ${nth}`, counters));
  return {
    clients,
    cpuMs: () => ({ server: cpuMs([server.pid ?? 0]), postgres: cpuMs([postgres.pid]), redis: cpuMs([redis.pid]) }),
    async stop() {
      for (const client of clients) client.close();
      server.disconnect();
      await once(server, 'exit');
      await Promise.all([postgres.destroy(), redis.destroy()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function enrol(url: string, membersOf: readonly (readonly number[])[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const pairs = membersOf.flatMap((members, room) => members.map((member) => [`person ${member}`, `room ${room}`] as const));
  const text = 'insert into members select * from unnest($1::text[], $2::text[]) on conflict do nothing';
  await client.query(text, [pairs.map(([person]) => person), pairs.map(([, room]) => room)]);
  await client.end();
}
