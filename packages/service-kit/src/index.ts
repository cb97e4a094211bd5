/**
 * What every Parley service stands on: configuration, logs, HTTP, tokens, health, loops, life cycle. No domain here.
 *
 * Invariants:
 * - Every fault of the configuration is told at once; none of its values is.
 * - Every error leaves as `application/problem+json` with a stable `code`; a 5xx carries no internals.
 * - No body, name or token reaches a log; log lines of a request carry its trace id.
 * - `request.actor` exists only behind `authenticate`; reading it elsewhere refuses the request.
 * - A background loop that is dead makes the process unready; it is started again with growing, jittered delay.
 * - Shutdown: unready first, then what was opened last is closed first, within a time limit.
 */
export * from './admin-command.ts';
export * from './administrators-only.ts';
export * from './authenticate.ts';
export * from './config.ts';
export * from './connect-redis.ts';
export * from './create-app.ts';
export * from './explain-error.ts';
export * from './gather-window.ts';
export * from './logger.ts';
export * from './migrate-command.ts';
export * from './operation.ts';
export * from './parley-names.ts';
export * from './problem-error.ts';
export * from './problem-responder.ts';
export * from './readiness.ts';
export * from './rebuild-command.ts';
export * from './redis-script.ts';
export * from './run-service.ts';
export * from './session-sightings.ts';
export * from './socket-ticket.ts';
export * from './supervise-loop.ts';
export * from './token-verifier.ts';
export * from './trace-context.ts';
export * from './trusted-origin.ts';
export * from './unreachable.ts';
