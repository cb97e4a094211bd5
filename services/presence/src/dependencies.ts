import type { Nats } from '@parley/messaging';
import type { authenticate } from '@parley/service-kit';
import type { Announcer } from './announcements/announcer.ts';
import type { LeaseStore } from './leases/lease-store.ts';

/** What commands and queries are given. Built once, in `start-presence.ts`. */
export type PresenceDependencies = {
  nats: Nats;
  leases: LeaseStore;
  announcer: Announcer;
  auth: ReturnType<typeof authenticate>;
};
