import { ConfigError, readConfig } from '@parley/service-kit';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { providersEnv } from './provider-settings.ts';

const provider = { id: 'example', name: 'Example', issuer: 'https://id.example.net', client_id: 'parley', client_secret: 'very-secret' };
const read = (value: unknown) =>
  readConfig(z.object({ PARLEY_OIDC_PROVIDERS: providersEnv }), {
    PARLEY_OIDC_PROVIDERS: typeof value === 'string' ? value : JSON.stringify(value),
  });

describe('identity providers in the settings', () => {
  it('are none, or any number', () => {
    expect(read('').PARLEY_OIDC_PROVIDERS).toEqual([]);
    expect(read([provider, { ...provider, id: 'other', issuer: 'https://other.example.net' }]).PARLEY_OIDC_PROVIDERS).toHaveLength(2);
  });

  it('must be https, but on this machine', () => {
    expect(read([{ ...provider, issuer: 'http://127.0.0.1:9000' }]).PARLEY_OIDC_PROVIDERS).toHaveLength(1);
    for (const issuer of ['http://id.example.net', 'http://localhost.example.net', 'ftp://id.example.net', 'id.example.net']) {
      expect(() => read([{ ...provider, issuer }])).toThrow(ConfigError);
    }
  });

  it.each([
    ['nonsense', 'not json'],
    ['an object', provider],
    ['one without a secret', [{ ...provider, client_secret: undefined }]],
    ['an id twice', [provider, { ...provider, issuer: 'https://other.example.net' }]],
    ['an issuer twice', [provider, { ...provider, id: 'other' }]],
    ['an id that fits no address', [{ ...provider, id: 'a/b' }]],
    ['a field that does not exist', [{ ...provider, tenant: 'x' }]],
  ])('cannot be %s, and the fault tells no secret', (_name, value) => {
    try {
      read(value);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      expect(String(error)).toContain('PARLEY_OIDC_PROVIDERS');
      expect(String(error)).not.toContain('very-secret');
    }
  });
});
