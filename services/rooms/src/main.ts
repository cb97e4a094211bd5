import { runService } from '@parley/service-kit';
import { readRoomsConfig } from './config.ts';
import { startRooms } from './start-rooms.ts';

await runService({
  name: 'rooms',
  async start(context) {
    await startRooms(readRoomsConfig(process.env), context);
  },
});
