import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, describe, expect, it } from 'vitest';
import { HashPool } from './hash-pool.ts';
import { passwordDigest } from './password-digest.ts';
import { createPasswords } from './passwords.ts';

const passwords = createPasswords({ rounds: 4, workers: 2, maxQueued: 100 });
afterAll(() => passwords.close());

describe('passwords', () => {
  it('verify, and only the right one', async () => {
    const hash = await passwords.hash('Correct-Horse-7');
    expect(hash).toMatch(/^\$2[ab]\$04\$/);
    expect(await passwords.verify('Correct-Horse-7', hash)).toBe(true);
    expect(await passwords.verify('Correct-Horse-8', hash)).toBe(false);
  });

  it('count beyond the 72 bytes that bcrypt reads', async () => {
    const long = 'Aa1'.padEnd(100, 'x');
    const hash = await passwords.hash(`${long}1`);
    expect(await passwords.verify(`${long}1`, hash)).toBe(true);
    expect(await passwords.verify(`${long}2`, hash)).toBe(false);
  });

  it('are the same however the keyboard composes a letter', () => {
    expect(passwordDigest('Caf\u00e9-1')).toBe(passwordDigest('Cafe\u0301-1'));
  });

  it('of nobody are wrong, after the same work', async () => {
    const slow = createPasswords({ rounds: 10, workers: 1, maxQueued: 10 });
    const hash = await slow.hash('Correct-Horse-7');
    // The processor's time, of all threads, and not the clock's: a busy machine changes nothing about it.
    const work = async (known: string | undefined) => {
      const start = process.cpuUsage();
      expect(await slow.verify('Wrong-Horse-7', known)).toBe(false);
      const { user, system } = process.cpuUsage(start);
      return user + system;
    };
    const known = Math.min(await work(hash), await work(hash), await work(hash));
    const unknown = Math.min(await work(undefined), await work(undefined), await work(undefined));
    expect(unknown).toBeGreaterThan(known * 0.5);
    expect(unknown).toBeLessThan(known * 2);
    await slow.close();
  });

  it('are hashed off the event loop', async () => {
    const slow = createPasswords({ rounds: 10, workers: 1, maxQueued: 50 });
    const delay = monitorEventLoopDelay({ resolution: 5 });
    const start = performance.now();
    delay.enable();
    await Promise.all(Array.from({ length: 6 }, () => slow.hash('Correct-Horse-7')));
    delay.disable();
    // On the event loop the first of them would have held it for a sixth of this; half leaves room for a busy machine.
    expect(delay.percentile(50) / 1e6).toBeLessThan((performance.now() - start) / 12);
    await slow.close();
  });
});

describe('HashPool', () => {
  it('tells those who find the queue full to come back', async () => {
    const pool = new HashPool({ workers: 1, maxQueued: 2 });
    const jobs = Array.from({ length: 5 }, () => pool.run({ kind: 'hash', text: 'x', rounds: 4 }));
    const outcomes = await Promise.allSettled(jobs);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
    await expect(jobs[4]).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 2 });
    await pool.close();
  });

  it('reports a job that cannot be done and goes on', async () => {
    const pool = new HashPool({ workers: 1, maxQueued: 2 });
    await expect(pool.run({ kind: 'verify', text: 'x', hash: 'x'.repeat(60) })).rejects.toThrow();
    await expect(pool.run({ kind: 'hash', text: 'x', rounds: 4 })).resolves.toMatch(/^\$2/);
    await pool.close();
    await expect(pool.run({ kind: 'hash', text: 'x', rounds: 4 })).rejects.toMatchObject({ code: 'unavailable' });
  });
});
