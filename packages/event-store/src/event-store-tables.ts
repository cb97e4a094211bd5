import type { Generated } from 'kysely';
import type { EventMetadata } from './stored-event.ts';

/** The tables of `0001_event_store.sql`, for a service's Kysely database type. 64-bit numbers travel as text. */
export type EventStoreTables = {
  events: {
    tx: Generated<string>;
    position: Generated<string>;
    stream_id: string;
    version: number;
    event_id: string;
    type: string;
    schema_version: Generated<number>;
    data: unknown;
    metadata: Generated<EventMetadata>;
    recorded_at: Generated<Date>;
  };
  store_identity: { only_row: Generated<boolean>; epoch: string };
  relay_cursor: {
    only_row: Generated<boolean>;
    position: string;
    epoch: string;
    stream_created: string;
    sequence: string;
    updated_at: Generated<Date>;
  };
  erasures: {
    id: Generated<string>;
    stream_id: string;
    version: number;
    reason: string;
    erased_by: Generated<string>;
    erased_at: Generated<Date>;
  };
};
