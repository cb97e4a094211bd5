import type { Kysely, Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { StoredEvent } from '../stored-event.ts';

export type RebuildOptions<Tables> = {
  /** Connects as the role that owns the tables. */
  ownerUrl: string;
  /** Read-model tables that are built from this service's own events alone; parents before children. */
  tables: readonly string[];
  /** Applies one event, through unqualified table names: during a rebuild they mean the scratch copies. */
  project: (trx: Transaction<Tables>, event: StoredEvent) => Promise<void>;
  log: Logger;
  /** Put the rebuilt rows in place of the live ones afterwards. Writers wait meanwhile. Default false: only compare. */
  swap?: boolean;
  /** Events a transaction. Default 100; it bounds memory, and how long one transaction holds back publication. */
  batch?: number;
};

export type Replay<Tables> = Required<Pick<RebuildOptions<Tables>, 'project' | 'log' | 'batch'>> & { db: Kysely<Tables>; schema: string };
