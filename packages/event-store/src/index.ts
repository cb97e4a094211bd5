/**
 * A service's append-only log in Postgres, and its way out.
 *
 * Invariants:
 * - Events are added, never changed or removed; the runtime role has no right to. Erasure is `erase_event_data`, and leaves a trace.
 * - A stream's versions are dense from 1, and its publication order (tx, position) is its version order.
 * - What is read for publication is read below Postgres' horizon: a transaction that commits late is never skipped.
 * - The relay's cursor moves only after the broker has acknowledged.
 */
export * from './append-to-stream.ts';
export * from './create-database.ts';
export * from './event-store-migrations.ts';
export * from './event-store-tables.ts';
export * from './events-reader.ts';
export * from './inspect/hash-log.ts';
export * from './inspect/open-inspection.ts';
export * from './inspect/relay-state.ts';
export * from './inspect/verify-log.ts';
export * from './load-stream.ts';
export * from './lock-stream.ts';
export * from './migrate.ts';
export { type ReadCommittedOptions, readCommitted } from './read-committed.ts';
export { readEpoch } from './read-epoch.ts';
export type { TableComparison } from './rebuild/compare-tables.ts';
export * from './rebuild/rebuild.ts';
export * from './rebuild/rebuild-options.ts';
export * from './relay/event-publisher.ts';
export * from './relay/relay.ts';
export * from './relay/relay-options.ts';
export { beginRestore, endRestore, HalfRestoredError } from './restore-mark.ts';
export * from './run-as-leader.ts';
export * from './sql-folder.ts';
export * from './start-new-epoch.ts';
export type { EventMetadata, NewEvent, StoredEvent } from './stored-event.ts';
export type { PublishedForm, ToPublished } from './to-published.ts';
