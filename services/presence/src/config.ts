import { commonEnv, type Environment, readConfig, tokenEnv } from '@parley/service-kit/config';
import { z } from 'zod';

const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

export const configSchema = z.object({
  ...commonEnv,
  ...tokenEnv,
  /** How long after the last connection a person is still shown: a reconnect or a rolling restart must not flicker. */
  PARLEY_OFFLINE_AFTER_MS: count(0, 600_000).default(5_000),
  /** Rooms with more members are not told of presence: it would cost more than their messages. */
  PARLEY_PRESENCE_MAX_MEMBERS: count(1, 100_000).default(200),
});

export type Config = z.infer<typeof configSchema>;

export function readPresenceConfig(env: Environment): Config {
  return readConfig(configSchema, env);
}
