import { connect as connectTcp, createServer, type Socket } from 'node:net';

/** How a stretch of network behaves. */
export type Weather =
  | { kind: 'fine' }
  /** Every chunk arrives this much later, in order. */
  | { kind: 'slow'; delayMs: number }
  /** Connections stay and nothing comes through: what a pulled cable looks like from inside. */
  | { kind: 'lost' }
  /** Nobody gets through, and those who were are cut off. */
  | { kind: 'cut' };

export type TcpProxy = {
  readonly port: number;
  weather(next: Weather): void;
  close(): Promise<void>;
};

/**
 * A piece of network that can be broken on purpose. What is lost is lost with its connection: when a lost network becomes
 * fine again, connections that carried something meanwhile are reset, since TCP never skips bytes.
 */
export async function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  let weather: Weather = { kind: 'fine' };
  const links = new Set<Link>();
  const server = createServer((inner) => {
    if (weather.kind === 'cut') {
      inner.resetAndDestroy();
      return;
    }
    const link = createLink(inner, connectTcp({ ...target, noDelay: true }), () => weather);
    links.add(link);
    inner.once('close', () => links.delete(link));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');

  return {
    port: address.port,
    weather(next) {
      weather = next;
      for (const link of links) if (next.kind === 'cut' || link.hasLost()) link.reset();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const link of links) link.reset();
      }),
  };
}

type Link = { hasLost(): boolean; reset(): void };

function createLink(inner: Socket, outer: Socket, weather: () => Weather): Link {
  let lost = false;
  const reset = () => {
    inner.resetAndDestroy();
    outer.destroy();
  };
  inner.setNoDelay(true);
  for (const [from, to] of [
    [inner, outer],
    [outer, inner],
  ] as const) {
    from.on('error', reset);
    from.on('close', () => {
      const now = weather();
      // What is on its way still arrives.
      if (now.kind === 'slow') setTimeout(() => to.destroy(), now.delayMs);
      else to.destroy();
    });
    from.on('data', (chunk) => {
      const now = weather();
      if (now.kind === 'lost') lost = true;
      // Once something was lost, nothing after it may pass: that would be another stream of bytes.
      if (lost) return;
      if (now.kind === 'slow') setTimeout(() => forward(to, chunk), now.delayMs);
      else forward(to, chunk);
    });
  }
  return { hasLost: () => lost && weather().kind !== 'lost', reset };
}

function forward(to: Socket, chunk: string | Buffer): void {
  if (to.writable) to.write(chunk);
}
