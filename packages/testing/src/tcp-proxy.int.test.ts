import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from './fakes.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

let echo: Server;
let proxy: TcpProxy;
const sockets: Socket[] = [];

beforeEach(async () => {
  echo = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  const address = echo.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  proxy = await startTcpProxy({ host: '127.0.0.1', port: address.port });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await proxy.close();
  await new Promise((resolve) => echo.close(resolve));
});

describe('the broken network', () => {
  it('passes everything on in fine weather', async () => {
    const client = await dial();
    client.say('hello');
    await client.hears('hello');
  });

  it('passes everything on later, in order, when it is slow', async () => {
    const client = await dial();
    proxy.weather({ kind: 'slow', delayMs: 60 });
    const startedAt = performance.now();
    client.say('one');
    client.say('two');
    await client.hears('onetwo');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(120);
  });

  it('lets arrive what was on its way when the other side hangs up', async () => {
    const parting = createServer((socket) => socket.end('goodbye'));
    await new Promise<void>((resolve) => parting.listen(0, '127.0.0.1', resolve));
    const far = await startTcpProxy({ host: '127.0.0.1', port: (parting.address() as AddressInfo).port });
    far.weather({ kind: 'slow', delayMs: 60 });
    const client = await dial(far);
    await client.hears('goodbye');
    await eventually('the connection is closed', () => client.isClosed() || undefined);
    await far.close();
    await new Promise((resolve) => parting.close(resolve));
  });

  it('swallows everything when it is lost, keeps the connection, and resets it when the network is back', async () => {
    const client = await dial();
    proxy.weather({ kind: 'lost' });
    client.say('hello');
    await delay(100);
    expect(client.heard()).toBe('');
    expect(client.isClosed()).toBe(false);
    proxy.weather({ kind: 'fine' });
    await eventually('the connection is reset', () => client.isClosed() || undefined);
    const next = await dial();
    next.say('again');
    await next.hears('again');
  });

  it('lets a connection live that had nothing to say while the network was lost', async () => {
    const client = await dial();
    proxy.weather({ kind: 'lost' });
    await delay(50);
    proxy.weather({ kind: 'fine' });
    client.say('still here');
    await client.hears('still here');
  });

  it('cuts everybody off and lets nobody in when it is cut', async () => {
    const client = await dial();
    proxy.weather({ kind: 'cut' });
    await eventually('the connection is reset', () => client.isClosed() || undefined);
    const next = await dial();
    await eventually('the next one is refused', () => next.isClosed() || undefined);
  });
});

async function dial({ port }: TcpProxy = proxy) {
  const socket = connect({ host: '127.0.0.1', port });
  sockets.push(socket);
  let text = '';
  let closed = false;
  socket.on('data', (chunk) => {
    text += chunk.toString();
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    closed = true;
  });
  await new Promise((resolve) => {
    socket.once('connect', resolve);
    socket.once('close', resolve);
  });
  return {
    say: (words: string) => socket.write(words),
    heard: () => text,
    isClosed: () => closed,
    hears: (words: string) => eventually(`to hear ${words}`, () => text === words || undefined),
  };
}
