import { commonEnv, databaseEnv, type Environment, readConfig, tokenEnv } from '@parley/service-kit';
import { z } from 'zod';

const configSchema = z.object({ ...commonEnv, ...databaseEnv, ...tokenEnv });

export type Config = Readonly<z.infer<typeof configSchema>>;

/** @throws ConfigError with all faults at once */
export function readRoomsConfig(env: Environment): Config {
  return readConfig(configSchema, env);
}
