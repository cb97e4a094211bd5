import { runService } from '@parley/service-kit';
import { readNotificationsConfig } from './config.ts';
import { startNotifications } from './start-notifications.ts';

await runService({
  name: 'notifications',
  async start(context) {
    await startNotifications(readNotificationsConfig(process.env), context);
  },
});
