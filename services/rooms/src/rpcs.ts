import { exportMembershipsRpc, maySeeRoomRpc, presenceAudienceRpc, statsRpc, visibleUsersRpc } from '@parley/contracts';
import { createEventsReader } from '@parley/event-store';
import { serveEventsAfter, serveRpc } from '@parley/messaging';
import type { RoomsDependencies } from './dependencies.ts';
import { toPublished } from './publish/to-published.ts';
import { exportMemberships } from './queries/export-memberships/export-memberships.ts';
import { maySeeRoom } from './queries/may-see-room/may-see-room.ts';
import { presenceAudience } from './queries/presence-audience/presence-audience.ts';
import { countRooms } from './queries/stats/count-rooms.ts';
import { visibleUsers } from './queries/visible-users/visible-users.ts';

type Served = { stop(): Promise<void> };

/** What other services ask of this one. */
export async function serveRpcs({ nats, db }: Pick<RoomsDependencies, 'nats' | 'db'>): Promise<Served> {
  const queue = 'rooms';
  const served: Served[] = [
    await serveRpc(nats, presenceAudienceRpc, (request) => presenceAudience(db, request), { queue }),
    await serveRpc(nats, visibleUsersRpc, (request) => visibleUsers(db, request), { queue }),
    await serveRpc(nats, maySeeRoomRpc, (request) => maySeeRoom(db, request), { queue }),
    await serveRpc(nats, exportMembershipsRpc, (request) => exportMemberships(db, request), { queue }),
    await serveRpc(nats, statsRpc('rooms'), () => countRooms(db), { queue }),
    await serveEventsAfter(nats, 'rooms', createEventsReader({ service: 'rooms', db, toPublished })),
  ];
  return { stop: async () => void (await Promise.all(served.map((one) => one.stop()))) };
}
