import { type ErrorCode, errorStatus, type Problem } from '@parley/contracts';

export type FieldError = { path: string; message: string };
/** Members beside the usual ones, of the codes that have some. */
export type ProblemExtras = Pick<Problem, 'mfa_token' | 'mfa_methods'>;
export type ProblemOptions = { errors?: FieldError[]; retryAfterSeconds?: number; extras?: ProblemExtras; cause?: unknown };

/**
 * What a handler throws to answer with RFC 9457 problem details. `detail` reaches the client as it is: for 5xx codes
 * it is therefore dropped when the answer is written.
 */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  readonly errors: FieldError[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly extras: ProblemExtras | undefined;

  constructor(code: ErrorCode, detail?: string, options: ProblemOptions = {}) {
    super(detail ?? problemTitle(code), { cause: options.cause });
    this.code = code;
    this.detail = detail;
    this.errors = options.errors;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.extras = options.extras;
  }
}

const titles: Record<ErrorCode, string> = {
  validation_failed: 'The request is not valid',
  bad_frame: 'The frame is not valid',
  unknown_type: 'This frame type does not exist',
  reset_token_invalid: 'The link is not valid, was used or is too old',
  verification_token_invalid: 'The link is not valid, was used or is too old',
  unauthenticated: 'Sign in first',
  token_expired: 'The access token is no longer valid',
  invalid_credentials: 'Wrong address or password',
  refresh_token_invalid: 'The refresh token is not valid',
  mfa_required: 'A second factor is needed',
  mfa_token_invalid: 'The login took too long or was tried too often: start again',
  mfa_code_invalid: 'The code is wrong or was used',
  passkey_invalid: 'The passkey was not accepted',
  forbidden: 'Not allowed',
  not_a_member: 'Only members of the room may do this',
  not_accepting: 'This person does not accept that',
  room_closed: 'The room is closed',
  origin_refused: 'This origin is not allowed',
  email_not_verified: 'The address must be confirmed first: a mail with a link is on its way',
  account_suspended: 'This account is suspended',
  recent_sign_in_required: 'Sign in again first',
  not_found: 'Not found',
  room_not_found: 'The room does not exist',
  user_not_found: 'The person does not exist',
  friend_request_not_found: 'There is no such friend request',
  invite_invalid: 'The invitation is not valid, was used up or is too old',
  method_not_allowed: 'The method is not allowed here',
  conflict: 'The request conflicts with the current state',
  email_taken: 'The address is taken',
  username_taken: 'The username is taken',
  slug_taken: 'The slug is taken',
  already_member: 'Already a member',
  already_friends: 'Already friends',
  limit_reached: 'There are too many of these already',
  idempotency_mismatch: 'The same id was used for something else',
  owner_must_transfer: 'The owner must hand over the room first',
  message_deleted: 'The message was deleted',
  last_administrator: 'There must be an administrator left',
  payload_too_large: 'The body is too large',
  unsupported_media_type: 'The content type is not supported',
  range_not_satisfiable: 'The file has no such part',
  unprocessable: 'The request cannot be carried out',
  too_many_requests: 'Too many requests',
  slow_mode: 'This room takes one message at a time, wait a moment',
  internal: 'Something went wrong on our side',
  unavailable: 'Not available at the moment',
};

export function problemTitle(code: ErrorCode): string {
  return titles[code];
}

/** The body that a client sees. A 5xx never carries more than its title. */
export function toProblem(code: ErrorCode, detail?: string, errors?: FieldError[], extras?: ProblemExtras): Problem {
  const status = errorStatus[code];
  const problem: Problem = { type: `urn:parley:problem:${code}`, title: problemTitle(code), status, code };
  if (status >= 500) return problem;
  if (detail !== undefined) problem.detail = detail;
  if (errors !== undefined) problem.errors = errors;
  return { ...problem, ...extras };
}
