import { createLogger, migrationEnv, readConfig, runRebuildCommand } from '@parley/service-kit';
import { z } from 'zod';
import { scrubMessages } from './erasures/scrub-messages.ts';
import { rebuildMessages } from './rebuild-messages.ts';

if (process.argv[2] === 'scrub') {
  const config = readConfig(z.object(migrationEnv), process.env);
  const log = createLogger({ service: 'messages', level: config.LOG_LEVEL });
  const { tables, checkpointed } = await scrubMessages({ ownerUrl: config.DATABASE_OWNER_URL, log });
  const rest = checkpointed || tables.length === 0 ? '' : 'As a superuser: CHECKPOINT; SELECT pg_switch_wal(); CHECKPOINT;\n';
  process.stdout.write(`${tables.length === 0 ? 'nothing was erased since the last time' : `written anew: ${tables.join(', ')}`}\n${rest}`);
} else {
  await runRebuildCommand({ service: 'messages', rebuild: rebuildMessages });
}
