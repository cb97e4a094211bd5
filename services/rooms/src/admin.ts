import { runAdminCommand } from '@parley/service-kit/admin-command';
import { runRebuildCommand } from '@parley/service-kit/rebuild-command';

/** The service's administrative entry: run by the `parley` command. Each command loads what it needs. */
await runAdminCommand(async ([name = '', ...words]) =>
  name === 'room-list'
    ? (await import('./command-line/room-list.ts')).listRoomsCommand(words)
    : runRebuildCommand([name, ...words], {
        service: 'rooms',
        rebuild: async (options) => (await import('./rebuild-rooms.ts')).rebuildRooms(options),
      }),
);
