import type { Command } from './command.ts';
import { backup } from './commands/backup.ts';
import { configCheck } from './commands/config-check.ts';
import { deadLettersList, deadLettersRetry } from './commands/dead-letters.ts';
import { eventsTail } from './commands/events-tail.ts';
import { eventsVerify } from './commands/events-verify.ts';
import { migrateCommand } from './commands/migrate.ts';
import { peopleCommands } from './commands/people.ts';
import { readModelCommands } from './commands/read-models.ts';
import { relayRepublish, relayStatus } from './commands/relay.ts';
import { restore } from './commands/restore.ts';
import { roomCommands } from './commands/rooms.ts';
import { seed } from './commands/seed.ts';

/** Every command. What `--help` says at each level, and docs/operating/command-line.md, are made from it. */
export const commandTable: readonly Command[] = [
  ...peopleCommands,
  ...roomCommands,
  ...readModelCommands,
  eventsVerify,
  eventsTail,
  relayStatus,
  relayRepublish,
  deadLettersList,
  deadLettersRetry,
  backup,
  restore,
  migrateCommand,
  seed,
  configCheck,
];

/** What stands before the second word, as `parley --help` shows it. */
export const groupSummaries: Readonly<Record<string, string>> = {
  admin: 'administrators',
  user: 'people: find them, lock them out and let them in',
  session: 'who is logged in',
  keys: 'signing keys of access tokens',
  room: 'rooms: find, export, import, retention',
  events: 'the logs: check them, watch them',
  relay: 'what publishes the logs to NATS',
  'dead-letters': 'events that could not be handled',
  config: 'settings',
};
