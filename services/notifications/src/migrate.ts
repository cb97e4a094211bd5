import { migrate } from '@parley/event-store';
import { createLogger, migrationEnv, readConfig } from '@parley/service-kit';
import { z } from 'zod';
import { notificationsMigrations } from './migrations.ts';

/** `node src/migrate.ts`: brings the database up to date with the owner's role, and ends. Several at once are safe. */
const config = readConfig(z.object(migrationEnv), process.env);
const log = createLogger({ service: 'notifications', level: config.LOG_LEVEL });
await migrate({ ownerUrl: config.DATABASE_OWNER_URL, migrations: await notificationsMigrations(), log });
