import { describe, expect, it } from 'vitest';
import { pickImage } from './find-images.ts';

describe('pickImage', () => {
  it('takes the newest version that Parley works with', () => {
    expect(pickImage('postgres', ['postgres:14', 'postgres:17-alpine', 'postgres:16'])).toBe('postgres:17-alpine');
    expect(pickImage('nats', ['nats:2.10-alpine', 'nats:2.14.1', 'nats:1.4'])).toBe('nats:2.14.1');
    expect(pickImage('redis', ['redis:6', 'valkey/valkey:8.1', 'redis:7'])).toBe('valkey/valkey:8.1');
  });

  it('reads a missing minor version as the newest, and leaves tags alone that tell no version', () => {
    expect(pickImage('nats', ['nats:2', 'nats:2.14'])).toBe('nats:2');
    expect(pickImage('postgres', ['postgres:latest', 'postgres:<none>'])).toBeUndefined();
  });

  it('knows images of other registries, and no other image of a similar name', () => {
    expect(pickImage('postgres', ['registry.example/library/postgres:18', 'postgres-exporter:19'])).toBe(
      'registry.example/library/postgres:18',
    );
    expect(pickImage('redis', ['redis-stack:7.4', 'nats:2.14'])).toBeUndefined();
  });
});
