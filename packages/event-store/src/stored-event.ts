/** Who and what an event came from. Never content. */
export type EventMetadata = { actor_id?: string; correlation_id?: string; traceparent?: string };

export type NewEvent<Type extends string = string, Data = unknown> = {
  type: Type;
  data: Data;
  /** Default 1. */
  schemaVersion?: number;
  /** Default: a new UUIDv7. */
  eventId?: string;
  metadata?: EventMetadata;
};

export type StoredEvent<Type extends string = string, Data = unknown> = {
  tx: bigint;
  position: bigint;
  streamId: string;
  /** Dense per stream: 1, 2, 3, … */
  version: number;
  eventId: string;
  type: Type;
  schemaVersion: number;
  data: Data;
  metadata: EventMetadata;
  recordedAt: Date;
};

/** An event as the driver returns it: 64-bit numbers as text, jsonb parsed. */
export type EventRow = {
  tx: string;
  position: string;
  stream_id: string;
  version: number;
  event_id: string;
  type: string;
  schema_version: number;
  data: unknown;
  metadata: EventMetadata;
  recorded_at: Date;
};

/** The columns of an `EventRow`, for statements that are written out. */
export const eventColumns = 'tx, position, stream_id, version, event_id, type, schema_version, data, metadata, recorded_at';

export function toStoredEvent(row: EventRow): StoredEvent {
  return {
    tx: BigInt(row.tx),
    position: BigInt(row.position),
    streamId: row.stream_id,
    version: row.version,
    eventId: row.event_id,
    type: row.type,
    schemaVersion: row.schema_version,
    data: row.data,
    metadata: row.metadata,
    recordedAt: row.recorded_at,
  };
}
