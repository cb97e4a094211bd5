import { migrate } from '@parley/event-store/migrate';
import { runMigrateCommand } from '@parley/service-kit/migrate-command';
import { messagesMigrations } from './migrations.ts';

await runMigrateCommand({ service: 'messages', migrations: messagesMigrations, migrate });
