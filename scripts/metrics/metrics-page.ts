import { serviceNames } from '@parley/backing';
import type { DeclaredMetrics } from './declared-metrics.ts';

export const metricsPageFile = 'docs/operating/metrics.md';

/** What `docs/operating/metrics.md` must say: `node scripts/write-metrics.ts`. */
export function metricsPage(metrics: DeclaredMetrics): string {
  const rows = [...metrics.values()]
    .filter(({ name }) => name.startsWith('parley_'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, type, labels, services, help }) => {
      const where = services.length === serviceNames.length ? 'all' : [...services].sort().join(', ');
      return `| \`${name}\` | ${type} | ${labels.join(', ')} | ${where} | ${help.replaceAll('|', '\\|')} |`;
    });
  return [
    '# Metrics',
    '',
    'Every service answers `/metrics` where it listens, gateways on `OPERATIONS_PORT`, away from the front door. Besides these: what `prom-client`',
    'tells of every Node.js process (`process_…`, `nodejs_…`, event-loop delay among them). Written by `node scripts/write-metrics.ts`.',
    '',
    '| name | type | labels | services | is |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
