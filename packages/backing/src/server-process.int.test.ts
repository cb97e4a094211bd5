import { access, chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from './free-port.ts';
import { startNatsServer } from './nats-server.ts';
import { startRedisServer } from './redis-server.ts';
import { type RunningServer, ServerStartError } from './server-process.ts';

describe('a server under our control', () => {
  let dir = '';
  const started: RunningServer[] = [];
  const track = (server: RunningServer) => {
    started.push(server);
    return server;
  };
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'parley-server-'));
    await chmod(dir, 0o711);
  });
  afterEach(async () => {
    for (const server of started.splice(0)) await server.destroy();
    await rm(dir, { recursive: true, force: true });
  });

  it('keeps port and data over a kill and a restart, and loses the data when wiped', async () => {
    const redis = track(await startRedisServer({ dir }));
    const { port, pid } = redis;
    expect(await ask(port, 'SET greeting hello')).toBe('+OK');

    await redis.kill('SIGKILL');
    expect(redis).toMatchObject({ pid: 0, lastExit: { signal: 'SIGKILL' } });
    await expect(ask(port, 'PING')).rejects.toThrow('ECONNREFUSED');

    await redis.restart();
    expect(redis.port).toBe(port);
    expect(redis.pid).not.toBe(pid);
    expect(await ask(port, 'STRLEN greeting')).toBe(':5');

    await redis.wipe();
    expect(redis.port).toBe(port);
    expect(await ask(port, 'STRLEN greeting')).toBe(':0');
  });

  it('answers nothing while paused, and goes on afterwards', async () => {
    const redis = track(await startRedisServer({ dir }));
    await redis.pause();
    const answer = ask(redis.port, 'PING');
    const first = await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 300, 'silence'))]);
    expect(first).toBe('silence');
    await redis.resume();
    expect(await answer).toBe('+PONG');
  });

  it('stops in order also while paused', async () => {
    const redis = track(await startRedisServer({ dir }));
    await redis.pause();
    await redis.stop();
    expect(redis.lastExit).toEqual({ code: 0, signal: null });
  });

  it('says why a server does not start, with the end of its log', async () => {
    const port = await freePort();
    const squatter = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => squatter.once('listening', resolve));
    const failure = startNatsServer({ dir, port });
    await expect(failure).rejects.toThrow(ServerStartError);
    await expect(failure).rejects.toThrow('address already in use');
    await new Promise((resolve) => squatter.close(resolve));
  });

  it('reports a crash, and neither a stop nor a kill of ours', async () => {
    const crashes: string[] = [];
    const redis = track(await startRedisServer({ dir, onCrash: ({ name }) => crashes.push(name) }));
    await redis.restart();
    await redis.kill();
    await redis.restart();
    expect(crashes).toEqual([]);
    process.kill(redis.pid, 'SIGKILL');
    await expect.poll(() => crashes).toEqual(['Redis']);
    expect(redis.pid).toBe(0);
  });

  it('does not run as root', async () => {
    const redis = track(await startRedisServer({ dir }));
    expect((await stat(`/proc/${redis.pid}`)).uid).not.toBe(0);
  });

  it('leaves no data after destroy', async () => {
    const nats = track(await startNatsServer({ dir }));
    await access(join(dir, 'data'));
    await nats.destroy();
    await expect(access(join(dir, 'data'))).rejects.toThrow('ENOENT');
  });
});

/** One Redis command in the inline form; the first line of the answer. */
function ask(port: number, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(`${command}\r\n`));
    socket.once('error', reject);
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString().trim());
    });
  });
}
