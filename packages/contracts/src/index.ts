/**
 * Every shape that crosses a process boundary in Parley, and nothing that does I/O.
 *
 * Invariants:
 * - A wire field is defined once, here; services, SDK and web client import it.
 * - Published events, frames and HTTP bodies use `snake_case`; times are RFC 3339 UTC; ids are UUIDs.
 * - A schema that a client may send rejects unknown shapes; a schema that a client receives may gain fields.
 */
export * from './assert-never.ts';
export * from './close-codes.ts';
export * from './describe-log-event.ts';
export * from './error-codes.ts';
export * from './events/auth-events.ts';
export * from './events/message-change-events.ts';
export * from './events/message-events.ts';
export * from './events/relationship-events.ts';
export * from './events/room-detail.ts';
export * from './events/room-events.ts';
export * from './frames.ts';
export * from './http/accounts.ts';
export * from './http/admin.ts';
export * from './http/admin-rooms.ts';
export * from './http/directory.ts';
export * from './http/email-verification.ts';
export * from './http/erasure.ts';
export * from './http/export.ts';
export * from './http/identities.ts';
export * from './http/invites.ts';
export * from './http/media.ts';
export * from './http/message-changes.ts';
export * from './http/message-lists.ts';
export * from './http/message-search.ts';
export * from './http/messages.ts';
export * from './http/mfa.ts';
export * from './http/notifications.ts';
export * from './http/paging.ts';
export * from './http/passkeys.ts';
export * from './http/presence.ts';
export * from './http/problem.ts';
export * from './http/reading.ts';
export * from './http/relationships.ts';
export * from './http/rooms.ts';
export * from './http/sessions.ts';
export * from './ids.ts';
export * from './limits.ts';
export * from './position.ts';
export * from './published-event.ts';
export * from './rpc/auth-rpc.ts';
export * from './rpc/dead-letter-rpc.ts';
export * from './rpc/events-after.ts';
export * from './rpc/export-rpc.ts';
export * from './rpc/media-access-rpc.ts';
export * from './rpc/media-rpc.ts';
export * from './rpc/message-changes-rpc.ts';
export * from './rpc/messages-rpc.ts';
export * from './rpc/notifications-rpc.ts';
export * from './rpc/presence-rpc.ts';
export * from './rpc/profiles-rpc.ts';
export * from './rpc/room-page-rpc.ts';
export * from './rpc/rooms-rpc.ts';
export * from './rpc/rpc.ts';
export * from './rpc/stats-rpc.ts';
export * from './signals.ts';
export * from './socket-protocol.ts';
export * from './subjects.ts';
export * from './text/find-links.ts';
export * from './text/find-mentions.ts';
export * from './text/is-emoji.ts';
export * from './text/without-code.ts';
