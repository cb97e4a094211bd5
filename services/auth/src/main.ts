import { runService } from '@parley/service-kit';
import { readAuthConfig } from './config.ts';
import { startAuth } from './start-auth.ts';

await runService({
  name: 'auth',
  async start(context) {
    await startAuth(readAuthConfig(process.env), context);
  },
});
