import { runRebuildCommand } from '@parley/service-kit';
import { rebuildRooms } from './rebuild-rooms.ts';

await runRebuildCommand({ service: 'rooms', rebuild: rebuildRooms });
