import { createLogger, migrationEnv, readConfig } from '@parley/service-kit';
import { z } from 'zod';
import { scrubNotifications } from './scrub-notifications.ts';

/** The service's administrative entry: run by the `parley` command, with the owner's role. */
if (process.argv[2] === 'scrub') {
  const { DATABASE_OWNER_URL: ownerUrl, LOG_LEVEL: level } = readConfig(z.object(migrationEnv), process.env);
  await scrubNotifications({ ownerUrl, log: createLogger({ service: 'notifications', level }) });
  process.stdout.write('written anew: causes\nAs a superuser: CHECKPOINT; SELECT pg_switch_wal(); CHECKPOINT;\n');
} else {
  // `parley rebuild notifications`: what this service knows is state, made from others' logs.
  process.stderr.write('notifications keeps no log of its own: there is nothing to rebuild. See services/notifications/README.md.\n');
  process.exitCode = 1;
}
