import { type Profile, profilesPerRequest, profilesRpc, userIdSchema } from '@parley/contracts';
import type { Nats } from '../connect-nats.ts';
import { requestRpc } from './request-rpc.ts';

const timeoutMs = 5_000;

/** Those of `ids` who exist, as `auth` has them at this moment. @throws RpcError `unavailable` when it cannot be asked */
export async function readProfiles(nats: Nats, ids: readonly string[]): Promise<Profile[]> {
  const found: Profile[] = [];
  for (let start = 0; start < ids.length; start += profilesPerRequest) {
    const page = ids.slice(start, start + profilesPerRequest).map((id) => userIdSchema.parse(id));
    found.push(...(await requestRpc(nats, profilesRpc, { ids: page }, { timeoutMs })).profiles);
  }
  return found;
}
