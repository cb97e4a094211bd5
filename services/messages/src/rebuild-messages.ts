import { type RebuildReport, rebuild } from '@parley/event-store';
import type { Logger } from 'pino';
import { parseLogEvent } from './domain/parse-log-event.ts';
import type { MessagesDatabase } from './messages-database.ts';
import { projectLogEvent } from './projections/room-log/project-log-event.ts';

/** Builds the rooms' logs from the events beside the live tables, compares them, and swaps on request. */
export function rebuildMessages(options: { ownerUrl: string; swap: boolean; log: Logger }): Promise<RebuildReport> {
  return rebuild<MessagesDatabase>({
    ...options,
    tables: ['rooms', 'room_members', 'messages', 'sent_messages', 'mentions', 'message_versions', 'reaction_kinds', 'reactions', 'pins'],
    project: (trx, stored) => projectLogEvent(trx, parseLogEvent(stored)),
  });
}
