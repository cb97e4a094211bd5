import type { Administration, Nats } from '@parley/messaging';
import type { administratorsOnly, authenticate } from '@parley/service-kit';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { InviteLookups } from './invites/invite-lookups.ts';
import type { RoomsDatabase } from './rooms-database.ts';

/** What commands and queries are given. Built once, in `start-rooms.ts`. */
export type RoomsDependencies = {
  db: Kysely<RoomsDatabase>;
  /** Asks `auth`, `messages`, `media` and `presence`. */
  nats: Nats;
  log: Logger;
  auth: ReturnType<typeof authenticate>;
  /** In place of `auth`, on administrators' routes. */
  administrators: ReturnType<typeof administratorsOnly>;
  administration: Administration;
  inviteLookups: InviteLookups;
  /** In as many rooms one person can be. */
  roomsPerPerson: number;
  /** There is something new to publish. */
  wakeRelay: () => void;
};
