import { type ConnectionOptions, connect, type NatsConnection } from '@nats-io/transport-node';
import type { Logger } from 'pino';
import { Counter, Gauge } from 'prom-client';

const reconnects = new Counter({ name: 'parley_nats_reconnects_total', help: 'Times that the connection to NATS came back' });

const connected = new Gauge({ name: 'parley_nats_connected', help: '1 while the connection to NATS stands' });

export type Nats = {
  nc: NatsConnection;
  log: Logger;
  /** Every reconnect is a gap: what was published meanwhile did not arrive, and nothing tells. Returns how to stop listening. */
  onReconnect(listener: () => void): () => void;
  connected(): boolean;
  /** Resolves when the server has everything that was published before. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

/**
 * One connection for the process, kept for ever: waits for the first connect, then reconnects without end. `url`: one server or several,
 * separated by commas; who asks is in the first that says so, `nats://user:password@host` or `nats://token@host`.
 */
export async function connectNats({ url, name, log }: { url: string; name: string; log: Logger }): Promise<Nats> {
  const nc = await connect({
    ...readServers(url),
    name,
    maxReconnectAttempts: -1,
    waitOnFirstConnect: true,
    reconnectTimeWait: 200,
    reconnectJitter: 100,
    // A server that hangs without closing is noticed within 15 s.
    pingInterval: 5_000,
    maxPingOut: 2,
    timeout: 5_000,
    // Stack traces of every request cost more than the request.
    noAsyncTraces: true,
  });
  connected.set(1);
  const listeners = new Set<() => void>();
  const state = { connected: true };
  void watch(nc, state, listeners, log);
  return {
    nc,
    log,
    onReconnect(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    connected: () => state.connected && !nc.isClosed(),
    flush: () => nc.flush(),
    async close() {
      state.connected = false;
      await nc.close();
    },
  };
}

/** The client takes addresses and credentials apart, and would try to look up `user:password@host`. */
function readServers(url: string): Pick<ConnectionOptions, 'servers' | 'user' | 'pass' | 'token'> {
  const addresses = url.split(',').map((address) => address.trim());
  const servers = addresses.map((address) => address.replace(/^(\w+:\/\/)?[^@/]*@/, '$1'));
  const written = addresses.map((address) => /^(?:\w+:\/\/)?([^@/:]*)(?::([^@/]*))?@/.exec(address)).find((found) => found !== null);
  if (!written) return { servers };
  const [user = '', pass] = written.slice(1).map((part) => (part === undefined ? undefined : decodeURIComponent(part)));
  return pass === undefined ? { servers, token: user } : { servers, user, pass };
}

async function watch(nc: NatsConnection, state: { connected: boolean }, listeners: Set<() => void>, log: Logger): Promise<void> {
  for await (const status of nc.status()) {
    switch (status.type) {
      case 'disconnect':
        state.connected = false;
        connected.set(0);
        log.warn({ server: status.server }, 'NATS connection lost');
        break;
      case 'reconnect':
        state.connected = true;
        connected.set(1);
        reconnects.inc();
        log.info({ server: status.server }, 'NATS connection is back');
        for (const listener of [...listeners]) callListener(listener, log);
        break;
      case 'error':
        log.error({ err: status.error }, 'NATS reported an error');
        break;
      default:
        break;
    }
  }
  state.connected = false;
}

function callListener(listener: () => void, log: Logger): void {
  try {
    listener();
  } catch (error) {
    log.error({ err: error }, 'a reconnect listener failed');
  }
}
