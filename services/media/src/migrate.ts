import { migrate } from '@parley/event-store/migrate';
import { runMigrateCommand } from '@parley/service-kit/migrate-command';
import { mediaMigrations } from './migrations.ts';

await runMigrateCommand({ service: 'media', migrations: mediaMigrations, migrate });
