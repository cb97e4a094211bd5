import type { MfaMethod } from '@parley/contracts';
import { isErrorCode } from '@parley/contracts/error-codes';
import type { Clock } from '../clock.ts';
import { type ErrorDetails, type FieldError, ParleyError, unreachable } from '../errors.ts';

export type Query = Record<string, string | number | undefined>;
export type RequestOptions = {
  query?: Query | undefined;
  body?: unknown;
  /** The access token; left out for what needs none. */
  token?: string | undefined;
  signal?: AbortSignal | undefined;
  /** Default 30 s. */
  timeoutMs?: number | undefined;
  /** Makes a request that creates something safe to repeat. */
  idempotencyKey?: string | undefined;
  /** The body as it came, for what is a file rather than a document. */
  as?: 'text' | undefined;
};

export type Send = <Reply>(method: string, path: string, options?: RequestOptions) => Promise<Reply>;

type SendOptions = { baseUrl: string; fetch: typeof globalThis.fetch; cookies: boolean; clock: Clock };

/** A connection that a network lost without a word would otherwise be waited for until somebody starts anew. */
const defaultTimeoutMs = 30_000;

/**
 * One HTTP exchange with the API. Bodies are trusted to be what `contracts` says: the server validates its own answers.
 * @throws ParleyError for every answer but 2xx, and `unavailable` with status 0 when there was none, or half of one
 */
export function createSend({ baseUrl, fetch, cookies, clock }: SendOptions): Send {
  return async <Reply>(method: string, path: string, options: RequestOptions = {}) => {
    const { query, body, token, signal, idempotencyKey, as, timeoutMs = defaultTimeoutMs } = options;
    const headers: Record<string, string> = { accept: 'application/json' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (token !== undefined) headers.authorization = `Bearer ${token}`;
    if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
    const init: RequestInit = { method, headers, credentials: cookies ? 'same-origin' : 'omit' };
    if (body !== undefined) init.body = JSON.stringify(body);
    const patience = limitedBy(clock, timeoutMs, signal);
    init.signal = patience.signal;

    let response: Response;
    let text: string;
    try {
      response = await fetch(`${baseUrl}/api/v1${path}${queryText(query)}`, init);
      text = await response.text();
    } catch (error) {
      if (signal?.aborted) throw error;
      throw unreachable(patience.signal.aborted ? 'the server did not answer in time' : 'the server cannot be reached');
    } finally {
      patience.end();
    }
    if (!response.ok) throw problemOf(response.status, response.headers.get('retry-after'), text);
    if (as === 'text') return text as Reply;
    return (text === '' ? undefined : JSON.parse(text)) as Reply;
  };
}

/** Ends with the caller's signal or after `timeoutMs`. Not `AbortSignal.any`, which Firefox 121 does not have. */
function limitedBy(clock: Clock, timeoutMs: number, signal: AbortSignal | undefined): { signal: AbortSignal; end(): void } {
  const limit = new AbortController();
  const abort = () => limit.abort(signal?.reason);
  const cancel = clock.after(timeoutMs, abort);
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  return {
    signal: limit.signal,
    end() {
      cancel();
      signal?.removeEventListener('abort', abort);
    },
  };
}

function queryText(query: Query | undefined): string {
  const given = Object.entries(query ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

/** A problem document, or what a proxy in between said instead of one. */
export function problemOf(status: number, retryAfter: string | null, text: string): ParleyError {
  const problem = parseObject(text);
  const code = isErrorCode(problem.code) ? problem.code : codeOfStatus(status);
  const message = textOf(problem.detail) ?? textOf(problem.title) ?? `HTTP ${status}`;
  const retryAfterMs = parseRetryAfter(retryAfter);
  const details: ErrorDetails = { status, errors: fieldErrors(problem.errors) };
  if (retryAfterMs !== undefined) details.retryAfterMs = retryAfterMs;
  if (typeof problem.mfa_token === 'string') details.mfa = { token: problem.mfa_token, methods: mfaMethodsOf(problem.mfa_methods) };
  return new ParleyError(code, message, details);
}

function codeOfStatus(status: number) {
  if (status === 401) return 'unauthenticated';
  if (status === 404) return 'not_found';
  if (status === 429) return 'too_many_requests';
  return status === 502 || status === 503 || status === 504 ? 'unavailable' : status >= 500 ? 'internal' : 'bad_frame';
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function fieldErrors(value: unknown): FieldError[] {
  if (!Array.isArray(value)) return [];
  return value.filter((entry): entry is FieldError => typeof entry?.path === 'string' && typeof entry?.message === 'string');
}

/** Those that this client knows. */
function mfaMethodsOf(value: unknown): MfaMethod[] {
  const known: MfaMethod[] = ['totp', 'passkey', 'recovery_code'];
  return Array.isArray(value) ? known.filter((method) => value.includes(method)) : [];
}

/** Seconds or a date, as HTTP allows both. */
function parseRetryAfter(value: string | null): number | undefined {
  if (value === null) return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
