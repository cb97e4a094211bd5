import { type RebuildReport, rebuild } from '@parley/event-store';
import type { Logger } from 'pino';
import { parseMediaEvent } from './domain/stored-media-event.ts';
import type { MediaTables } from './media-database.ts';
import { projectMediaEvent } from './projections/media/project-media-event.ts';

/** Builds what is here and where it is attached from the events beside the live tables, compares them, and swaps on request. */
export function rebuildMedia(options: { ownerUrl: string; swap: boolean; log: Logger }): Promise<RebuildReport> {
  return rebuild<MediaTables>({
    ...options,
    tables: ['media', 'attachments'],
    project: (trx, stored) => projectMediaEvent(trx, stored.streamId, parseMediaEvent(stored)),
  });
}
