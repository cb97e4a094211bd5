import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a browser page from this origin may open a socket: the page's own host, or one that the operator named.
 * Programs send no `Origin`; they carry no cookies either, so there is nothing to abuse.
 */
export function originAllowed(headers: IncomingHttpHeaders, allowed: readonly string[]): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  if (allowed.includes(origin)) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}
