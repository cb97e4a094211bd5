import { runAdminCommand } from '@parley/service-kit/admin-command';
import { migrationEnv, readConfig } from '@parley/service-kit/config';
import { createLogger } from '@parley/service-kit/logger';
import { z } from 'zod';
import { scrubNotifications } from './scrub-notifications.ts';

const asSuperuser = 'As a superuser: CHECKPOINT; SELECT pg_switch_wal(); CHECKPOINT;\n';

/** The service's administrative entry: run by the `parley` command, with the owner's role. */
await runAdminCommand(async ([name, ...words]) => {
  if (name !== 'scrub') {
    // What this service knows is state, made from others' logs.
    process.stderr.write('notifications keeps no log of its own: there is nothing to rebuild. See services/notifications/README.md.\n');
    return 1;
  }
  const { DATABASE_OWNER_URL: ownerUrl, LOG_LEVEL: level } = readConfig(z.object(migrationEnv), process.env);
  const json = words.includes('--json');
  await scrubNotifications({ ownerUrl, log: createLogger({ service: 'notifications', level: json ? 'silent' : level }) });
  process.stdout.write(json ? `${JSON.stringify({ tables: ['causes'] })}\n` : `written anew: causes\n${asSuperuser}`);
  return 0;
});
