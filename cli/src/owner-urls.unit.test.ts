import { describe, expect, it } from 'vitest';
import { ownerUrlOf } from './owner-urls.ts';

describe('the address of a service’s database', () => {
  const env = { NATS_URL: 'nats://n', ROOMS_DATABASE_OWNER_URL: 'postgres://o:p@h/rooms' };

  it('is that which carries the service’s name, and it is said which one is missing', async () => {
    expect(await ownerUrlOf('rooms', env)).toBe('postgres://o:p@h/rooms');
    await expect(ownerUrlOf('media', env)).rejects.toThrow('MEDIA_DATABASE_OWNER_URL is not set.');
  });
});
