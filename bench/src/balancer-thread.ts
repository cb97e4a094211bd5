import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type Balancer, startBalancer } from './balancer.ts';

/** A balancer on a thread of its own: what it passes on is not the measuring client's work. */
export async function startBalancerThread(urls: readonly string[]): Promise<Balancer> {
  const worker = new Worker(new URL(import.meta.url), { workerData: urls });
  const [url] = await once(worker, 'message');
  return {
    url: String(url),
    close: async () => {
      await worker.terminate();
    },
  };
}

if (!isMainThread && Array.isArray(workerData)) {
  const { url } = await startBalancer(workerData);
  parentPort?.postMessage(url);
}
