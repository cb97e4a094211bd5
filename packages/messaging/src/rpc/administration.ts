import { type AdministrativeAct, isAdministratorRpc, recordAuditRpc, userIdSchema } from '@parley/contracts';
import type { Nats } from '../connect-nats.ts';
import { requestRpc } from './request-rpc.ts';

/** What services besides `auth` need for their administrators' routes; `isAdministrator` goes into service-kit's `administratorsOnly`. */
export type Administration = {
  isAdministrator(userId: string, traceparent?: string): Promise<boolean>;
  /** Await it before the act, and before content is shown. @throws RpcError `forbidden`, `unavailable`: then nothing may happen */
  recordAct(act: AdministrativeAct, traceparent?: string): Promise<void>;
};

const timeoutMs = 5_000;

export function createAdministration(nats: Nats): Administration {
  return {
    async isAdministrator(userId, traceparent) {
      const request = { user_id: userIdSchema.parse(userId) };
      return (await requestRpc(nats, isAdministratorRpc, request, { timeoutMs, traceparent })).administrator;
    },
    async recordAct(act, traceparent) {
      await requestRpc(nats, recordAuditRpc, act, { timeoutMs, traceparent });
    },
  };
}
