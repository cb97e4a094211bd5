import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

export const originsEnv = {
  /** Origins besides Parley's own whose pages may use it, comma-separated: `https://app.example.net,https://…`. */
  PARLEY_ALLOWED_ORIGINS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    )
    .refine((origins) => origins.every(isOrigin), 'must be origins, e.g. https://app.example.net, without a path'),
};

/**
 * Whether a page of this origin may act here: one that is served from the same host, or one that the operator named. `host` is the
 * one that the browser asked for.
 */
export function trustedOrigin(origin: string, host: string | undefined, allowed: readonly string[]): boolean {
  if (allowed.includes(origin)) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}

/**
 * Whether a request that carries a cookie comes from a page that may act here. Browsers say where a request comes from in headers
 * that no page can set: `Sec-Fetch-Site`, and `Origin` with every POST. Programs send neither.
 */
export function fromTrustedPage(headers: IncomingHttpHeaders, host: string | undefined, allowed: readonly string[]): boolean {
  const { origin } = headers;
  if (origin !== undefined && allowed.includes(origin)) return true;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return origin === undefined || trustedOrigin(origin, host, []);
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}
