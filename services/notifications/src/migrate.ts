import { migrate } from '@parley/event-store/migrate';
import { runMigrateCommand } from '@parley/service-kit/migrate-command';
import { notificationsMigrations } from './migrations.ts';

await runMigrateCommand({ service: 'notifications', migrations: notificationsMigrations, migrate });
