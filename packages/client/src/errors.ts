import type { MfaMethod } from '@parley/contracts';
import { type ErrorCode, errorStatus } from '@parley/contracts/error-codes';

export type ErrorDetails = {
  status?: number;
  errors?: readonly FieldError[];
  retryAfterMs?: number;
  mfa?: { token: string; methods: readonly MfaMethod[] };
};
export type FieldError = { path: string; message: string };

/**
 * Every failure that the server names, over HTTP and over the socket, and the one that it cannot: no answer at all is
 * `unavailable` with status 0.
 */
export class ParleyError extends Error {
  readonly code: ErrorCode;
  /** HTTP status; 0 when nothing was heard. */
  readonly status: number;
  /** One entry per field at fault. */
  readonly errors: readonly FieldError[];
  /** How long the server asks to wait. */
  readonly retryAfterMs: number | undefined;

  /** With `mfa_required`: what the second step of the login begins with. */
  readonly mfa: ErrorDetails['mfa'];

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = 'ParleyError';
    this.code = code;
    this.status = details.status ?? errorStatus[code];
    this.errors = details.errors ?? [];
    this.retryAfterMs = details.retryAfterMs;
    this.mfa = details.mfa;
  }
}

/** Whether the same request may succeed later, unchanged. Everything else is final: asking again gives the same answer. */
export function isRetryable(error: unknown): boolean {
  if (!(error instanceof ParleyError)) return false;
  return (
    error.code === 'unavailable' ||
    error.code === 'too_many_requests' ||
    error.code === 'slow_mode' ||
    error.code === 'internal' ||
    error.code === 'token_expired'
  );
}

/** No answer: the network, a closed socket, a server that is not there. */
export function unreachable(message: string): ParleyError {
  return new ParleyError('unavailable', message, { status: 0 });
}
