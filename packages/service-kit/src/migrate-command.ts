import type { Logger } from 'pino';
import { z } from 'zod';
import { runAdminCommand } from './admin-command.ts';
import { migrationEnv, readConfig } from './config.ts';
import { createLogger } from './logger.ts';

type SqlMigration = { name: string; sql: string };

export type MigrateCommandOptions = {
  service: string;
  migrations: () => Promise<readonly SqlMigration[]>;
  migrate: (options: { ownerUrl: string; migrations: readonly SqlMigration[]; log: Logger }) => Promise<void>;
};

/** A service's `src/migrate.ts`: brings the database up to date with the owner's role, and ends. Several at once are safe. */
export function runMigrateCommand({ service, migrations, migrate }: MigrateCommandOptions): Promise<void> {
  return runAdminCommand(async () => {
    const config = readConfig(z.object(migrationEnv), process.env);
    const log = createLogger({ service, level: config.LOG_LEVEL });
    await migrate({ ownerUrl: config.DATABASE_OWNER_URL, migrations: await migrations(), log });
    return 0;
  });
}
