import type { ErrorCode } from '@parley/contracts';

/** Thrown by a handler: the request is understood and refused. The code and message reach the caller. */
export class RpcRefusal extends Error {
  override readonly name = 'RpcRefusal';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Thrown to a caller: the other side's refusal, or `unavailable` when nobody answered in time. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
