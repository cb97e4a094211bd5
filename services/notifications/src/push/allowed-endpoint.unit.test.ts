import { describe, expect, it } from 'vitest';
import { isAllowedEndpoint, isPublicAddress, publicLookup } from './allowed-endpoint.ts';

describe('an endpoint', () => {
  it.each([
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.31.255.255',
    '192.168.1.1',
    '198.19.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    'fc00::1',
    'fe80::1',
    'ff02::1',
    '2002:7f00:1::',
    '2001::1',
    '2001:db8::1',
    'nonsense',
  ])('never has the address %s', (address) => expect(isPublicAddress(address)).toBe(false));

  it.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111', '2a00:1450:4001::1'])('may have the address %s', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );

  it('is https on its usual port, without a password, at a name of the public net; or of an origin that is trusted', () => {
    const allowed = (endpoint: string) => isAllowedEndpoint(endpoint, ['http://127.0.0.1:9000']);
    expect(allowed('https://fcm.googleapis.com/fcm/send/x')).toBe(true);
    expect(allowed('http://127.0.0.1:9000/send')).toBe(true);
    for (const endpoint of [
      'http://127.0.0.1:9001/',
      'http://fcm.googleapis.com/',
      'https://printer.local/',
      'https://db/',
      'https://x.internal./',
      'x',
    ]) {
      expect([endpoint, allowed(endpoint)]).toEqual([endpoint, false]);
    }
  });

  it('whose name leads inside is not connected to, whatever it said before', async () => {
    const failed = await new Promise<NodeJS.ErrnoException | null>((resolve) => publicLookup('localhost', {}, (error) => resolve(error)));
    expect(failed?.code).toBe('EADDRNOTAVAIL');
  });
});
