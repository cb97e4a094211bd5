import { runService } from '@parley/service-kit';
import { readPresenceConfig } from './config.ts';
import { startPresence } from './start-presence.ts';

await runService({
  name: 'presence',
  async start(context) {
    await startPresence(readPresenceConfig(process.env), context);
  },
});
