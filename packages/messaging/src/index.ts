/**
 * Everything that goes over NATS.
 *
 * Invariants:
 * - The broker is transport. Whatever it loses is published again by the owner or read from the owner's log.
 * - An event is published behind its predecessor or not at all (`Nats-Expected-Last-Sequence`); twice is once (`Nats-Msg-Id`).
 * - A consumer's position and its effect are one transaction. It trusts that position, never the broker's.
 * - No loop, queue or reply is unbounded. Refusals have a stable code.
 */
export * from './connect-nats.ts';
export * from './consumer/consumed-event.ts';
export * from './consumer/consumer-migrations.ts';
export * from './consumer/create-consumer.ts';
export * from './consumer/dead-letters.ts';
export * from './consumer/inspect-consumers.ts';
export * from './delete-event-stream.ts';
export * from './erase-from-stream.ts';
export * from './event-eraser.ts';
export * from './event-publisher.ts';
export * from './event-stream-config.ts';
export * from './reconcile-streams.ts';
export * from './relay-waker.ts';
export * from './rpc/administration.ts';
export * from './rpc/raw-rpc.ts';
export * from './rpc/read-profiles.ts';
export * from './rpc/request-rpc.ts';
export * from './rpc/rpc-error.ts';
export * from './rpc/serve-events-after.ts';
export * from './rpc/serve-rpc.ts';
