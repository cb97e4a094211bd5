import { connect, createServer, type Socket } from 'node:net';

export type Balancer = { url: string; close(): Promise<void> };

/** What stands before several gateways: hands each connection to the next one that answers. */
export async function startBalancer(urls: readonly string[]): Promise<Balancer> {
  const targets = urls.map((url) => new URL(url));
  const open = new Set<Socket>();
  let turn = 0;

  const dial = (first: number, tries: number): Promise<Socket> =>
    new Promise((resolve, reject) => {
      const target = targets[first % targets.length];
      const socket = connect({ host: target?.hostname ?? '', port: Number(target?.port), noDelay: true });
      socket.once('connect', () => resolve(socket));
      socket.once('error', (error) => (tries > 1 ? dial(first + 1, tries - 1).then(resolve, reject) : reject(error)));
    });

  const server = createServer((inner) => {
    inner.on('error', () => inner.destroy());
    open.add(inner);
    inner.once('close', () => open.delete(inner));
    turn += 1;
    dial(turn, targets.length).then(
      (outer) => {
        outer.on('error', () => inner.destroy());
        inner.once('close', () => outer.destroy());
        outer.once('close', () => inner.destroy());
        inner.pipe(outer).pipe(inner);
      },
      () => inner.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0, backlog: 4_096 }, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the balancer has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
