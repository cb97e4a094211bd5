import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAsLeader } from './run-as-leader.ts';
import { createTestStore, silentLog, type TestStore } from './test-store.ts';

describe('running as leader', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await createTestStore({ partitions: 1 });
  });
  afterAll(() => store[Symbol.asyncDispose]());

  function contender(lockName: string) {
    const stop = new AbortController();
    const terms: Array<{ pid: number; ended: boolean }> = [];
    const run = runAsLeader({
      url: store.urls.url,
      lockName,
      signal: stop.signal,
      log: silentLog,
      retryMs: 20,
      lead: async (signal, connection) => {
        const { rows } = await connection.query<{ pid: number }>('select pg_backend_pid() as pid');
        const term = { pid: rows[0]?.pid ?? 0, ended: false };
        terms.push(term);
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
        term.ended = true;
      },
    });
    const end = () => {
      stop.abort();
      return run;
    };
    return { terms, stop: end, leads: () => terms.some((term) => !term.ended) };
  }

  it('has one leader, and another one as soon as the first goes', async () => {
    const first = contender('one');
    await eventually('the first leads', () => first.leads() || undefined);
    const second = contender('one');
    const other = contender('other');
    await eventually('another lock has a leader of its own', () => other.leads() || undefined);
    await sleep(100);
    expect(second.leads()).toBe(false);
    await first.stop();
    await eventually('the second leads', () => second.leads() || undefined, 2_000);
    await Promise.all([second.stop(), other.stop()]);
  });

  it('ends the term when the connection that holds the lock is lost, and stands again', async () => {
    const leader = contender('cut');
    await eventually('it leads', () => leader.leads() || undefined);
    await store.pool.query('select pg_terminate_backend($1)', [leader.terms[0]?.pid]).catch(() => undefined);
    await eventually('a second term', () => (leader.terms.length === 2 && leader.leads()) || undefined, 3_000);
    expect(leader.terms[0]?.ended).toBe(true);
    await leader.stop();
  });

  it('passes on what the leader throws', async () => {
    const signal = AbortSignal.timeout(10_000);
    const lead = async () => Promise.reject(new Error('broken'));
    const run = runAsLeader({ url: store.urls.url, lockName: 'broken', signal, log: silentLog, lead });
    await expect(run).rejects.toThrow('broken');
  });

  it('takes over from a process that is stopped but not dead, within seconds', async () => {
    // Its connection stays open, so only its silence tells: Postgres ends the session, and the lock goes with it.
    const module = new URL('./run-as-leader.ts', import.meta.url).href;
    const script = `
      const { runAsLeader } = await import('${module}');
      const log = { info() {}, warn() {} };
      const lead = async () => { console.log('leading'); await new Promise(() => setInterval(() => {}, 1000)); };
      await runAsLeader({ url: process.env.URL, lockName: 'stopped', signal: new AbortController().signal, log, lead });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env, URL: store.urls.url } });
    try {
      await once(child.stdout, 'data');
      const second = contender('stopped');
      await sleep(2_000);
      expect(second.leads()).toBe(false);
      child.kill('SIGSTOP');
      await eventually('the second leads', () => second.leads() || undefined, 10_000);
      await second.stop();
    } finally {
      child.kill('SIGKILL');
    }
  });
});
