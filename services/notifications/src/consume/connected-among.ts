import { connectedUsersRpc, type UserId } from '@parley/contracts';
import { type Nats, RpcError, requestRpc } from '@parley/messaging';

const perRequest = 1_000;
/** Within a transaction: well below the time that one may be idle for. */
const timeoutMs = 2_000;

/** Whom `@here` means. Without `presence` nobody: everything else must not wait for it. */
export function createConnectedAmong(nats: Nats) {
  return async function connectedAmong(userIds: readonly UserId[]): Promise<UserId[]> {
    const parts: UserId[][] = [];
    for (let from = 0; from < userIds.length; from += perRequest) parts.push(userIds.slice(from, from + perRequest));
    try {
      const replies = await Promise.all(parts.map((user_ids) => requestRpc(nats, connectedUsersRpc, { user_ids }, { timeoutMs })));
      return replies.flatMap(({ connected }) => connected);
    } catch (error) {
      if (error instanceof RpcError) return [];
      throw error;
    }
  };
}
