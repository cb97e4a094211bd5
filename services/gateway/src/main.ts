import cluster from 'node:cluster';
import { runService } from '@parley/service-kit';
import { readGatewayConfig } from './config.ts';
import { startGateway } from './start-gateway.ts';
import { startWorkers } from './start-workers.ts';

// Ctrl+C reaches the whole group of processes; workers end when the one that started them says so, in order.
if (cluster.isWorker) process.on('SIGINT', () => undefined);

await runService({
  name: 'gateway',
  endOn: cluster.isWorker ? ['SIGTERM'] : ['SIGTERM', 'SIGINT'],
  async start(context) {
    const config = readGatewayConfig(process.env);
    if (cluster.isPrimary && config.GATEWAY_WORKERS > 1) await startWorkers(config, context);
    else await startGateway(config, context);
  },
});
