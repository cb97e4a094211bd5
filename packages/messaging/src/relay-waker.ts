import { type PublishingService, subjects } from '@parley/contracts';
import type { Nats } from './connect-nats.ts';

/** The part of a relay that this needs. */
export type WakeableRelay = { wake(): void; status(): { leading: boolean } };
export type RelayWaker = {
  /** After every commit, on any replica. */
  wake(): void;
  stop(): void;
};

const shortestIntervalMs = 2;

/** Tells the relay that leads of a commit, wherever it runs: in memory here, over NATS elsewhere (at most every 2 ms). */
export function createRelayWaker(nats: Nats, service: PublishingService, relay: WakeableRelay): RelayWaker {
  const subject = subjects.relayWake(service);
  const subscription = nats.nc.subscribe(subject, { callback: () => relay.wake() });
  let toldAt = 0;
  let pending: NodeJS.Timeout | undefined;

  function tell(): void {
    pending = undefined;
    toldAt = performance.now();
    if (nats.connected()) nats.nc.publish(subject);
  }

  return {
    wake() {
      if (relay.status().leading) return relay.wake();
      if (pending) return;
      const waitMs = toldAt + shortestIntervalMs - performance.now();
      if (waitMs <= 0) return tell();
      pending = setTimeout(tell, waitMs);
    },
    stop() {
      clearTimeout(pending);
      subscription.unsubscribe();
    },
  };
}
