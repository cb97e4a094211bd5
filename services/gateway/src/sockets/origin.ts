import type { IncomingHttpHeaders } from 'node:http';
import { trustedOrigin } from '@parley/service-kit';

/**
 * Whether a browser page from this origin may open a socket: the page's own host, or one that the operator named.
 * Programs send no `Origin`; they carry no cookies either, so there is nothing to abuse.
 */
export function originAllowed(headers: IncomingHttpHeaders, allowed: readonly string[]): boolean {
  const { origin, host } = headers;
  return origin === undefined || trustedOrigin(origin, host, allowed);
}
