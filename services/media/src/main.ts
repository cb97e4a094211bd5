import { runService } from '@parley/service-kit';
import { readMediaConfig } from './config.ts';
import { startMedia } from './start-media.ts';

await runService({
  name: 'media',
  async start(context) {
    await startMedia(readMediaConfig(process.env), context);
  },
});
