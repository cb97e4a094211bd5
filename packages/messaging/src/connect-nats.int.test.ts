import type { RunningServer } from '@parley/backing';
import { testNats } from '@parley/testing';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { connectNats } from './connect-nats.ts';

let server: RunningServer | undefined;
afterEach(async () => {
  await server?.stop();
});

const log = pino({ level: 'silent' });

/** Throws what the server says to those whom it does not know: waiting would not help. */
async function comeAndGo(url: string): Promise<void> {
  const nats = await connectNats({ url, name: 'test', log });
  await nats.flush();
  await nats.close();
}

const withCredentials = (credentials: string) => server?.url.replace('nats://', `nats://${credentials}@`) ?? '';

describe('a server that asks who comes', () => {
  it('lets in whose user and password stand in the address, also among several addresses', async () => {
    server = await testNats({ args: ['--user', 'parley', '--pass', 'p@ss/word:1'] });
    const good = `parley:${encodeURIComponent('p@ss/word:1')}`;
    await comeAndGo(withCredentials(good));
    await comeAndGo(`nats://127.0.0.1:9,${withCredentials(good)}`);
    await expect(comeAndGo(withCredentials('parley:wrong'))).rejects.toThrow('Authorization Violation');
    await expect(comeAndGo(server.url)).rejects.toThrow('Authorization Violation');
  });

  it('lets in whose token stands in the address', async () => {
    server = await testNats({ args: ['--auth', 'secret-token'] });
    await comeAndGo(withCredentials('secret-token'));
    await expect(comeAndGo(withCredentials('another'))).rejects.toThrow('Authorization Violation');
  });
});
