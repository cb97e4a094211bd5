import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';
import { pinnedNode } from './service-catalog.ts';
import { type Backing, startBacking } from './start-backing.ts';

describe('startBacking', () => {
  let root = '';
  let said: string[] = [];
  const log = (line: string) => said.push(line);
  const backings: Backing[] = [];
  const start = async (env: NodeJS.ProcessEnv = {}, kind?: 'local') => {
    const backing = await startBacking({ root, log, env, kind });
    backings.push(backing);
    return backing;
  };

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'parley-backing-'));
    await chmod(root, 0o711);
    said = [];
  });
  afterEach(async () => {
    for (const backing of backings.splice(0)) await backing.stop();
    await rm(root, { recursive: true, force: true });
  });

  it('keeps ports and data from one start to the next, and moves only a port that was taken meanwhile', async () => {
    const first = await start({}, 'local');
    const ports = first.servers.map(({ port }) => port);
    await query(first.postgresAdminUrl, 'create table kept (id int)');
    await first.stop();

    const squatter = createServer().listen(ports[1], '127.0.0.1');
    await new Promise((resolve) => squatter.once('listening', resolve));
    const second = await start({}, 'local');
    const [postgres, nats, redis] = second.servers.map(({ port }) => port);
    expect([postgres, redis]).toEqual([ports[0], ports[2]]);
    expect(nats).not.toBe(ports[1]);
    await query(second.postgresAdminUrl, 'select * from kept');
    await new Promise((resolve) => squatter.close(resolve));
  });

  it('is durable', async () => {
    const { postgresAdminUrl } = await start({}, 'local');
    expect(await query(postgresAdminUrl, 'show fsync')).toEqual([{ fsync: 'on' }]);
    expect(await query(postgresAdminUrl, 'show synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
  });

  it('starts a server again that died', async () => {
    const { servers } = await start({}, 'local');
    const redis = servers[2];
    process.kill(redis?.pid ?? 0, 'SIGKILL');
    await expect.poll(() => redis?.pid).toBe(0);
    await expect.poll(() => redis?.pid, { timeout: 5_000 }).not.toBe(0);
    expect(said).toContain('Redis ended unexpectedly; starting it again.');
  });

  it('uses the addresses that the environment gives, and starts nothing', async () => {
    const own = await start({}, 'local');
    const env = { DATABASE_URL: own.postgresAdminUrl, NATS_URL: own.natsUrl, REDIS_URL: own.redisUrl };
    const given = await start(env);
    expect(given).toMatchObject({ kind: 'env', postgresAdminUrl: own.postgresAdminUrl, natsUrl: own.natsUrl, servers: [] });
  });

  it('says which address of the environment cannot be used, and why', async () => {
    const env = { DATABASE_URL: 'postgres://nobody:wrong@127.0.0.1:1/none', NATS_URL: 'nats://x', REDIS_URL: 'redis://x' };
    await expect(start(env)).rejects.toThrow('DATABASE_URL cannot be used: connect ECONNREFUSED');
  });

  it('falls through to this machine in one line when no Docker engine answers', async () => {
    const { kind } = await withDockerHost('tcp://127.0.0.1:1', () => start());
    expect(kind).toBe('local');
    expect(said.filter((line) => /docker/i.test(line))).toEqual([
      'Postgres, NATS and Redis: programs on this machine (no Docker engine answers).',
    ]);
  });

  it('insists on Docker when it is told to', async () => {
    await withDockerHost('tcp://127.0.0.1:1', () =>
      expect(start({ PARLEY_BACKING: 'docker' })).rejects.toThrow('PARLEY_BACKING=docker, but no Docker engine answers'),
    );
  });

  describe('started by a process that is killed', () => {
    let owner: ChildProcess | undefined;
    let servers: ProcessIdentity[] = [];
    afterEach(async () => {
      owner?.kill('SIGKILL');
      await expect.poll(() => servers.filter(isAlive), { timeout: 10_000 }).toEqual([]);
    });

    async function startElsewhere(): Promise<{ ports: number[] }> {
      owner = spawn(pinnedNode, [join(import.meta.dirname, 'fixture/start-and-wait.ts'), root], { stdio: ['ignore', 'pipe', 'ignore'] });
      const line = await new Promise<string>((resolve) => owner?.stdout?.once('data', (data: Buffer) => resolve(data.toString())));
      const started = JSON.parse(line);
      servers = started.pids.map(identify);
      return started;
    }

    it('ends with it, and the next start finds the data and the ports', async () => {
      const { ports } = await startElsewhere();
      expect(servers.every(isAlive)).toBe(true);
      owner?.kill('SIGKILL');
      await expect.poll(() => servers.filter(isAlive), { timeout: 10_000 }).toEqual([]);
      const next = await start({}, 'local');
      expect(next.servers.map(({ port }) => port)).toEqual(ports);
    });

    it('refuses a second start from the same folder while the first one runs', async () => {
      await startElsewhere();
      await expect(start({}, 'local')).rejects.toThrow(`Parley already runs from this folder (process ${owner?.pid})`);
    });
  });

  it('ends what a dead owner left running, and nothing that merely has its pid', async () => {
    const left = spawn('sleep', ['600'], { stdio: 'ignore' });
    const bystander = spawn('sleep', ['600'], { stdio: 'ignore' });
    const gone = { pid: 2 ** 22 + 1, startedAt: '1' };
    const servers = { nats: identify(left.pid ?? 0), redis: { pid: bystander.pid, startedAt: '1' } };
    await writeFile(join(root, 'running.json'), JSON.stringify({ owner: gone, servers }));

    await start({}, 'local');
    expect(left.signalCode).toBe('SIGTERM');
    expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
    expect(said).toContain(`Ending nats (process ${left.pid}), left over from a start that was killed.`);
    bystander.kill();
  });

  it('keeps the administrator’s password to its owner', async () => {
    await start({}, 'local');
    expect((await stat(join(root, 'postgres/password'))).mode & 0o077).toBe(0);
    expect(await readFile(join(root, 'postgres/password'), 'utf8')).toHaveLength(36);
  });
});

async function withDockerHost<Result>(host: string, run: () => Promise<Result>): Promise<Result> {
  const before = process.env.DOCKER_HOST;
  process.env.DOCKER_HOST = host;
  try {
    return await run();
  } finally {
    if (before === undefined) delete process.env.DOCKER_HOST;
    else process.env.DOCKER_HOST = before;
  }
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
