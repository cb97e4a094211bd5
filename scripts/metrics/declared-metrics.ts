import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pinnedNode, repositoryRoot, type ServiceName, serviceNames } from '@parley/backing';

export type DeclaredMetric = { name: string; help: string; type: string; labels: string[]; services: ServiceName[] };
export type DeclaredMetrics = Map<string, DeclaredMetric>;

/** Every metric of every service, read from the services' own code: nothing has to run, and no label has to have been seen. */
export async function declaredMetrics(): Promise<DeclaredMetrics> {
  const all: DeclaredMetrics = new Map();
  for (const service of serviceNames) {
    const { stdout } = await promisify(execFile)(pinnedNode, [join(repositoryRoot, 'scripts/metrics/print-declared.ts'), service]);
    const declared: Array<Omit<DeclaredMetric, 'services'>> = JSON.parse(stdout);
    for (const metric of declared) {
      const known = all.get(metric.name) ?? { ...metric, services: [] };
      known.services.push(service);
      all.set(metric.name, known);
    }
  }
  return all;
}

/** The metric that a series belongs to: a histogram's parts have names of their own. */
export function findMetric(metrics: DeclaredMetrics, series: string): DeclaredMetric | undefined {
  return metrics.get(series) ?? metrics.get(series.replace(/_(bucket|sum|count)$/, ''));
}
