/** Stable machine-readable codes, the same over HTTP (`problem+json`) and in `error` frames, with their HTTP status. */
export const errorStatus = {
  validation_failed: 400,
  bad_frame: 400,
  unknown_type: 400,
  reset_token_invalid: 400,
  verification_token_invalid: 400,
  unauthenticated: 401,
  token_expired: 401,
  invalid_credentials: 401,
  refresh_token_invalid: 401,
  mfa_required: 401,
  mfa_token_invalid: 401,
  mfa_code_invalid: 401,
  passkey_invalid: 401,
  forbidden: 403,
  not_a_member: 403,
  room_closed: 403,
  origin_refused: 403,
  email_not_verified: 403,
  account_suspended: 403,
  recent_sign_in_required: 403,
  not_found: 404,
  room_not_found: 404,
  user_not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  email_taken: 409,
  username_taken: 409,
  slug_taken: 409,
  already_member: 409,
  idempotency_mismatch: 409,
  owner_must_transfer: 409,
  last_administrator: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  unprocessable: 422,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof errorStatus;

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(errorStatus, value);
}
