import { commonEnv, databaseEnv, type Environment, readConfig, tokenEnv } from '@parley/service-kit/config';
import { z } from 'zod';

const origins = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((origin) => origin.trim())
      .filter(Boolean),
  )
  .refine((list) => list.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin), 'must be origins');

export const configSchema = z.object({
  ...commonEnv,
  ...databaseEnv,
  ...tokenEnv,
  /** `@room` and `@here` in rooms with more members than this tell nobody. */
  PARLEY_NOTIFY_EVERYONE_MAX: z.coerce.number().int().min(0).max(10_000).default(2_000),
  /** Whom a push service may turn to (VAPID): `mailto:` or a page. */
  PARLEY_PUSH_CONTACT: z.url({ protocol: /^(mailto|https)$/ }).default('https://parley.invalid'),
  /** Origins of push services of one's own, comma-separated: these may be http and have private addresses. */
  PARLEY_PUSH_ORIGINS: origins,
});

export type Config = Readonly<z.infer<typeof configSchema>>;

/** @throws ConfigError with all faults at once */
export function readNotificationsConfig(env: Environment): Config {
  return readConfig(configSchema, env);
}
