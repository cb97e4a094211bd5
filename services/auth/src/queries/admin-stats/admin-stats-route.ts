import { type AdminStats, adminStatsSchema, statsRpc } from '@parley/contracts';
import { requestRpc } from '@parley/messaging';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { countAccounts } from './count-accounts.ts';

const neighbours = ['rooms', 'messages', 'presence'] as const;
type Counts = AdminStats['services'][string];

export function adminStatsRoute(app: App, dependencies: AuthDependencies): void {
  const { db, clock, administrators } = dependencies;
  const schema = operation({
    tags: ['Administration'],
    summary: 'Numbers about this installation',
    description: 'By service. A service that does not answer in time is null.',
    auth: true,
    response: { 200: adminStatsSchema },
    errors: ['forbidden'],
  });
  app.get('/api/v1/admin/stats', { preHandler: administrators, schema }, async (request) => {
    const now = clock();
    const counts = neighbours.map(async (name): Promise<[string, Counts]> => [name, await ask(dependencies, name, request.traceparent)]);
    const services = Object.fromEntries([['auth', await countAccounts(db, now)], ...(await Promise.all(counts))]);
    return { at: now.toISOString(), services };
  });
}

async function ask({ nats, log }: AuthDependencies, name: (typeof neighbours)[number], traceparent: string): Promise<Counts> {
  try {
    return (await requestRpc(nats, statsRpc(name), {}, { timeoutMs: 2_000, traceparent })).counts;
  } catch (error) {
    log.info({ err: error, service: name }, 'a service gave no numbers');
    return null;
  }
}
