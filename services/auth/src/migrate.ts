import { migrate } from '@parley/event-store';
import { runMigrateCommand } from '@parley/service-kit';
import { authMigrations } from './migrations.ts';

await runMigrateCommand({ service: 'auth', migrations: authMigrations, migrate });
