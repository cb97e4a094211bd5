import { commonEnv, readConfig, tokenEnv } from '@parley/service-kit/config';
import { originsEnv } from '@parley/service-kit/trusted-origin';
import { tracingEnv } from '@parley/tracing/tracing-env';
import { z } from 'zod';

export const configSchema = z.object({
  ...commonEnv,
  ...tokenEnv,
  /** Where `/metrics` is, away from the front door. 0: any free port. */
  OPERATIONS_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  /** Processes that share the port, for a machine with several cores and one gateway. 1: this process alone. */
  GATEWAY_WORKERS: z.coerce.number().int().min(1).max(64).default(1),
  /** Traces a second that clients may begin on each gateway; more are not traced. */
  PARLEY_CLIENT_TRACES_PER_SECOND: tracingEnv.PARLEY_CLIENT_TRACES_PER_SECOND,
  /** Which part of what they send clients trace from the click on, from 0 to 1. */
  PARLEY_BROWSER_TRACE_RATIO: tracingEnv.PARLEY_BROWSER_TRACE_RATIO,
  /** Where the gateway reaches `auth`. */
  AUTH_URL: z.url(),
  /** Where the gateway reaches `rooms`. */
  ROOMS_URL: z.url(),
  /** Where the gateway reaches `messages`. */
  MESSAGES_URL: z.url(),
  /** Where the gateway reaches `presence`. */
  PRESENCE_URL: z.url(),
  /** Where the gateway reaches `media`. */
  MEDIA_URL: z.url(),
  /** Where the gateway reaches `notifications`. */
  NOTIFICATIONS_URL: z.url(),
  /** Of one uploaded file, as `media` has it: longer bodies are refused at the door. */
  PARLEY_MEDIA_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .default(25 * 1024 * 1024),
  /** Folder of the built web client. Without it the gateway serves the API alone. */
  PARLEY_WEB_ROOT: z.string().optional(),
  /** Whose pages may open sockets and read answers, besides the gateway's own. */
  ...originsEnv,
  /** Addresses of reverse proxies whose `X-Forwarded-For` is believed, comma-separated. */
  PARLEY_TRUSTED_PROXIES: z.string().optional(),
});

export type Config = z.infer<typeof configSchema>;

export function readGatewayConfig(env: Readonly<Record<string, string | undefined>>): Config {
  return readConfig(configSchema, env);
}
