import { describe, expect, it } from 'vitest';
import { givenAddresses } from './given-servers.ts';
import { parseBackingKind } from './server-source.ts';

describe('what the environment says about the servers', () => {
  it('takes the addresses that are there', () => {
    expect(givenAddresses({ NATS_URL: 'nats://broker' }, false)).toEqual({ nats: 'nats://broker' });
  });

  it('names what is missing when all are required', () => {
    expect(() => givenAddresses({ NATS_URL: 'nats://broker', REDIS_URL: '' }, true)).toThrow('needs DATABASE_URL, REDIS_URL as well');
  });

  it('refuses a kind that does not exist', () => {
    expect(parseBackingKind('')).toBeUndefined();
    expect(() => parseBackingKind('podman')).toThrow('must be env, docker or local');
  });
});
