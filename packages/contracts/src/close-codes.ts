/** WebSocket close codes. The flag is the contract: a client must not reconnect after a final code. */
export const closeCodes = {
  going_away: { code: 1001, reconnect: true },
  restart: { code: 1012, reconnect: true },
  bad_frame: { code: 4400, reconnect: false },
  unauthenticated: { code: 4401, reconnect: 'after_refresh' },
  origin_refused: { code: 4403, reconnect: false },
  heartbeat_timeout: { code: 4408, reconnect: true },
  session_ended: { code: 4409, reconnect: false },
  frame_too_large: { code: 4413, reconnect: false },
  too_many_requests: { code: 4429, reconnect: true },
  too_slow: { code: 4451, reconnect: true },
} as const satisfies Record<string, { code: number; reconnect: boolean | 'after_refresh' }>;

export type CloseReason = keyof typeof closeCodes;

/** What a client does after `code`. Codes that Parley does not define (1006: the network) mean "try again". */
export function reconnectAfter(code: number): boolean | 'after_refresh' {
  const known = Object.values(closeCodes).find((entry) => entry.code === code);
  return known?.reconnect ?? true;
}
