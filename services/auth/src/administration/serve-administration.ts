import { isAdministratorRpc, recordAuditRpc } from '@parley/contracts';
import { RpcRefusal, type RpcServer, serveRpc } from '@parley/messaging';
import type { AuthDependencies } from '../dependencies.ts';
import { isAdministrator } from './administrator.ts';
import { lockAudit, recordActs } from './audit.ts';

/** What other services need for their administrators' routes. */
export function serveAdministration({ nats, db, clock }: Pick<AuthDependencies, 'nats' | 'db' | 'clock'>): Promise<RpcServer[]> {
  const options = { queue: 'auth' };
  return Promise.all([
    serveRpc(nats, isAdministratorRpc, async ({ user_id }) => ({ administrator: await isAdministrator(db, user_id) }), options),
    serveRpc(
      nats,
      recordAuditRpc,
      async ({ detail = {}, ...act }) => {
        await db.transaction().execute(async (trx) => {
          await lockAudit(trx);
          if (!(await isAdministrator(trx, act.actor_id))) throw new RpcRefusal('forbidden', 'Only administrators may do this');
          await recordActs(trx, [{ ...act, detail }], { now: clock(), metadata: { actor_id: act.actor_id } });
        });
        return {};
      },
      options,
    ),
  ]);
}
