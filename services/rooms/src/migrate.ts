import { migrate } from '@parley/event-store';
import { runMigrateCommand } from '@parley/service-kit';
import { roomsMigrations } from './migrations.ts';

await runMigrateCommand({ service: 'rooms', migrations: roomsMigrations, migrate });
