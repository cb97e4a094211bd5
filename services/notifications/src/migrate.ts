import { migrate } from '@parley/event-store';
import { runMigrateCommand } from '@parley/service-kit';
import { notificationsMigrations } from './migrations.ts';

await runMigrateCommand({ service: 'notifications', migrations: notificationsMigrations, migrate });
