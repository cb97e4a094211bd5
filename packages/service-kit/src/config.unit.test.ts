import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commonEnv, configFaults, databaseEnv, readConfig } from './config.ts';

const folder = mkdtempSync(join(tmpdir(), 'parley-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const schema = z.object({ ...commonEnv, ...databaseEnv });
const good = {
  NATS_URL: 'nats://localhost:4222',
  REDIS_URL: 'redis://localhost:6379',
  PORT: '8001',
  DATABASE_URL: 'postgres://u:hush@h/d',
};

const faultsOf = (env: Record<string, string>) => configFaults(schema, env);

describe('readConfig', () => {
  it('gives typed, frozen values with defaults', () => {
    const config = readConfig(schema, good);
    expect(config).toMatchObject({ PORT: 8001, HOST: '127.0.0.1', LOG_LEVEL: 'info', NATS_REPLICAS: 1 });
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('tells all faults at once, by name', () => {
    const faults = faultsOf({ ...good, PORT: '99999', REDIS_URL: 'http://x', NATS_URL: '' });
    expect(faults).toHaveLength(3);
    expect(faults.join('\n')).toMatch(/NATS_URL: is missing/);
    expect(faults.join('\n')).toMatch(/PORT: /);
    expect(faults.join('\n')).toMatch(/REDIS_URL: /);
  });

  it('never tells a value', () => {
    expect(faultsOf({ ...good, DATABASE_URL: 'mysql://root:hush-hush@h/d' }).join()).not.toContain('hush-hush');
  });

  it('reads NAME_FILE without its last line break', () => {
    const path = join(folder, 'database-url');
    writeFileSync(path, 'postgres://u:from-file@h/d\n');
    const { DATABASE_URL: _, ...rest } = good;
    expect(readConfig(schema, { ...rest, DATABASE_URL_FILE: path }).DATABASE_URL).toBe('postgres://u:from-file@h/d');
  });

  it('takes an empty file for no value: a secret that nobody gave is mounted as one', () => {
    const path = join(folder, 'nothing');
    writeFileSync(path, '\n');
    expect(readConfig(schema, { ...good, DATABASE_POOL_SIZE_FILE: path }).DATABASE_POOL_SIZE).toBe(10);
    const { DATABASE_URL: _, ...rest } = good;
    expect(faultsOf({ ...rest, DATABASE_URL_FILE: path })).toEqual(['DATABASE_URL: is missing']);
  });

  it('refuses a value beside its file, and a file that is not there', () => {
    const path = join(folder, 'twice');
    writeFileSync(path, 'x');
    expect(faultsOf({ ...good, DATABASE_URL_FILE: path }).join()).toMatch(/not both/);
    const { DATABASE_URL: _, ...rest } = good;
    expect(faultsOf({ ...rest, DATABASE_URL_FILE: join(folder, 'nowhere') }).join()).toMatch(/cannot be read/);
  });

  it('refuses an unknown PARLEY_ setting, but knows those of other services', () => {
    expect(faultsOf({ ...good, PARLEY_BCRIPT_ROUNDS: '4' })).toEqual(['PARLEY_BCRIPT_ROUNDS: there is no such setting']);
    expect(faultsOf({ ...good, PARLEY_BCRYPT_ROUNDS: '4', PARLEY_ISSUER_FILE: '/x', HOME: '/root' })).toEqual([]);
  });
});
