import { describe, expect, it } from 'vitest';
import { forService } from './service-settings.ts';

describe('settings of a service', () => {
  const env = {
    NATS_URL: 'nats://n',
    AUTH_DATABASE_OWNER_URL: 'postgres://o:p@h/auth',
    ROOMS_DATABASE_OWNER_URL: 'postgres://o:p@h/rooms',
    AUTH_NATS_URL: 'nats://own',
  };

  it('prefer what carries the service’s name', () => {
    expect(forService('auth', env)).toMatchObject({ NATS_URL: 'nats://own', DATABASE_OWNER_URL: 'postgres://o:p@h/auth' });
    expect(forService('rooms', env)).toMatchObject({ NATS_URL: 'nats://n', DATABASE_OWNER_URL: 'postgres://o:p@h/rooms' });
  });
});
