import { commonEnv, databaseEnv, type Environment, readConfig, tokenEnv } from '@parley/service-kit';
import { z } from 'zod';

export const configSchema = z.object({ ...commonEnv, ...databaseEnv, ...tokenEnv });

export type Config = Readonly<z.infer<typeof configSchema>>;

/** @throws ConfigError with all faults at once */
export function readRoomsConfig(env: Environment): Config {
  return readConfig(configSchema, env);
}
