import { limits } from '@parley/contracts';
import { commonEnv, databaseEnv, type Environment, readConfig, tokenEnv } from '@parley/service-kit/config';
import { z } from 'zod';

export const configSchema = z.object({
  ...commonEnv,
  ...databaseEnv,
  ...tokenEnv,
  /** Rooms that one person can be in. Everything that a client connects with grows with it. */
  PARLEY_ROOMS_PER_PERSON: z.coerce.number().int().min(1).max(limits.roomsPerPersonMax).default(limits.roomsPerPersonMax),
  /** Invitations that one person may look at or accept in a minute. */
  PARLEY_INVITE_LOOKUPS_PER_MINUTE: z.coerce.number().int().min(1).max(1_000_000).default(60),
});

export type Config = Readonly<z.infer<typeof configSchema>>;

/** @throws ConfigError with all faults at once */
export function readRoomsConfig(env: Environment): Config {
  return readConfig(configSchema, env);
}
