import { migrate } from '@parley/event-store/migrate';
import { runMigrateCommand } from '@parley/service-kit/migrate-command';
import { authMigrations } from './migrations.ts';

await runMigrateCommand({ service: 'auth', migrations: authMigrations, migrate });
