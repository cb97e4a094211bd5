import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePort, isPortFree } from './free-port.ts';

describe('freePort', () => {
  it('gives the preferred port when it is free, another when it is taken', async () => {
    const preferred = await freePort();
    expect(await freePort(preferred)).toBe(preferred);

    const squatter = createServer().listen(preferred, '127.0.0.1');
    await new Promise((resolve) => squatter.once('listening', resolve));
    expect(await isPortFree(preferred)).toBe(false);
    expect(await freePort(preferred)).not.toBe(preferred);
    await new Promise((resolve) => squatter.close(resolve));
  });
});
