import { runService } from '@parley/service-kit';
import { readMessagesConfig } from './config.ts';
import { startMessages } from './start-messages.ts';

await runService({
  name: 'messages',
  async start(context) {
    await startMessages(readMessagesConfig(process.env), context);
  },
});
