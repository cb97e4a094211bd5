import { migrate } from '@parley/event-store/migrate';
import { runMigrateCommand } from '@parley/service-kit/migrate-command';
import { roomsMigrations } from './migrations.ts';

await runMigrateCommand({ service: 'rooms', migrations: roomsMigrations, migrate });
