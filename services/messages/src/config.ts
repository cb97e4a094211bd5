import { commonEnv, databaseEnv, readConfig, tokenEnv } from '@parley/service-kit/config';
import { z } from 'zod';

export const configSchema = z.object({
  ...commonEnv,
  ...databaseEnv,
  ...tokenEnv,
  /** Batches of messages that are in the database at the same time. */
  PARLEY_APPEND_CONCURRENCY: z.coerce.number().int().min(1).max(16).default(2),
  /** Messages in one batch at most. */
  PARLEY_APPEND_BATCH: z.coerce.number().int().min(1).max(500).default(100),
  /** Days after which messages are deleted; 0: never. Single rooms may differ: `parley room retention`. */
  PARLEY_RETENTION_DAYS: z.coerce.number().int().min(0).max(36_500).default(0),
  /** Events that a client may be behind in a room and still replay them; further back, it loads the newest page instead. */
  PARLEY_REPLAY_WINDOW: z.coerce.number().int().min(100).max(1_000_000).default(10_000),
});

export type Config = z.infer<typeof configSchema>;

export function readMessagesConfig(env: Readonly<Record<string, string | undefined>>): Config {
  return readConfig(configSchema, env);
}
