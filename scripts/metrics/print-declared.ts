/** The metrics that a service declares, as JSON: `node scripts/metrics/print-declared.ts gateway`. Loads the service, starts nothing. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '@parley/backing';
import { register } from 'prom-client';
import { collectProcessMetrics } from '../../packages/service-kit/src/http-metrics.ts';

const service = process.argv[2] ?? '';
await import(pathToFileURL(join(repositoryRoot, 'services', service, 'src', `start-${service}.ts`)).href);
collectProcessMetrics();
const metrics = register.getMetricsAsArray().map((metric) => {
  const labels: unknown = Reflect.get(metric, 'labelNames');
  return { name: metric.name, help: metric.help, type: String(Reflect.get(metric, 'type') ?? metric.constructor.name), labels };
});
process.stdout.write(JSON.stringify(metrics));
process.exit(0);
