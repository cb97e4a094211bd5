import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { createApp, type ServiceContext } from '@parley/service-kit';
import { AggregatorRegistry } from 'prom-client';
import type { Config } from './config.ts';

const restartAfterMs = 1_000;

/**
 * Several gateways on one port of one machine, each a process of its own that knows nothing of the others: a client may land
 * in any, as with any number of replicas. This process hands out connections, starts a worker again that died, and shows the
 * sum of their metrics.
 */
export async function startWorkers(config: Config, { log, signal, readiness, onShutdown }: ServiceContext): Promise<void> {
  const workers = new Set<Worker>();

  function start(): Worker {
    // Each worker's own operations port is free to be any: the sums are here.
    const worker = cluster.fork({ OPERATIONS_PORT: '0' });
    workers.add(worker);
    worker.once('listening', () => log.info({ pid: worker.process.pid }, 'a worker listens'));
    worker.once('exit', (code, killedBy) => {
      workers.delete(worker);
      if (signal.aborted) return;
      log.error({ pid: worker.process.pid, code, signal: killedBy }, 'a worker has died');
      void delay(restartAfterMs, undefined, { ref: false }).then(() => {
        if (!signal.aborted) start();
      });
    });
    return worker;
  }

  onShutdown('workers', () => Promise.all([...workers].map(end)));
  await Promise.all(Array.from({ length: config.GATEWAY_WORKERS }, () => listening(start())));
  readiness.register('workers', () => workers.size > 0);

  const operations = await createApp({ log, title: 'Parley gateway operations', version: '1', readiness, metrics: sumOfWorkers });
  await operations.listen({ host: config.HOST, port: config.OPERATIONS_PORT });
  onShutdown('operations', () => operations.close());
}

const registry = new AggregatorRegistry();
const sumOfWorkers = () => registry.clusterMetrics();

async function end(worker: Worker): Promise<void> {
  const ended = once(worker, 'exit');
  worker.process.kill('SIGTERM');
  await ended;
}

/** @throws when the worker ends instead */
async function listening(worker: Worker): Promise<void> {
  const ended = new AbortController();
  const died = once(worker, 'exit', { signal: ended.signal }).then(([code]) => {
    throw new Error(`a worker could not start (status ${code}); its own lines say why`);
  });
  died.catch(() => undefined);
  await Promise.race([once(worker, 'listening'), died]);
  ended.abort();
}
