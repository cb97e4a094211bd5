import { migrate } from '@parley/event-store';
import { runMigrateCommand } from '@parley/service-kit';
import { messagesMigrations } from './migrations.ts';

await runMigrateCommand({ service: 'messages', migrations: messagesMigrations, migrate });
