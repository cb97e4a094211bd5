import { headsRpc } from '@parley/contracts';
import { type Nats, requestRpc } from '@parley/messaging';

export type EpochWatch = {
  /** The epoch that `messages` has just named. */
  seen(epoch: string): void;
};

/**
 * Positions count in an epoch. Another one means that a backup was restored under this gateway: the same numbers may stand for other
 * messages now, in its feeds and in every client, and nobody may go on from there.
 */
export function createEpochWatch(onChanged: () => void): EpochWatch {
  let known: string | undefined;
  return {
    seen(epoch) {
      const isOther = known !== undefined && known !== epoch;
      known = epoch;
      if (isOther) onChanged();
    },
  };
}

export async function readEpoch(nats: Nats): Promise<string> {
  return (await requestRpc(nats, headsRpc, { room_ids: [] }, { timeoutMs: 2_000 })).epoch;
}
