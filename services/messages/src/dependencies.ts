import type { Administration, Nats } from '@parley/messaging';
import type { authenticate } from '@parley/service-kit';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { SendQueue } from './commands/send-message/send-message-rpc.ts';
import type { MessagesDatabase } from './messages-database.ts';
import type { UserProfiles } from './projections/users/user-profiles.ts';

/** What commands and queries are given. Built once, in `main.ts`. */
export type MessagesDependencies = {
  db: Kysely<MessagesDatabase>;
  nats: Nats;
  log: Logger;
  profiles: UserProfiles;
  sendQueue: SendQueue;
  /** Called after a commit that added to the log. */
  wakeRelay: () => void;
  auth: ReturnType<typeof authenticate>;
  administration: Administration;
  /** Reads what `rooms` has decided and this service has not consumed yet. */
  catchUpRooms: () => Promise<void>;
  /** How many events a client may be behind and still replay them. */
  replayWindow: number;
};
