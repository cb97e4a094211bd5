import { runAdminCommand, runRebuildCommand } from '@parley/service-kit';
import { listRoomsCommand } from './command-line/room-list.ts';
import { rebuildRooms } from './rebuild-rooms.ts';

/** The service's administrative entry: run by the `parley` command. */
await runAdminCommand(([name = '', ...words]) =>
  name === 'room-list' ? listRoomsCommand(words) : runRebuildCommand([name, ...words], { service: 'rooms', rebuild: rebuildRooms }),
);
