import { migrate } from '@parley/event-store';
import { runMigrateCommand } from '@parley/service-kit';
import { mediaMigrations } from './migrations.ts';

await runMigrateCommand({ service: 'media', migrations: mediaMigrations, migrate });
