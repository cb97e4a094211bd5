import type { ReadyRoom, RoomId } from '@parley/contracts';
import type { Nats } from '@parley/messaging';
import type { SocketSession } from '../sockets/socket-session.ts';
import { type RoomFeeds, readMemberRooms } from './room-feeds.ts';

export type Admission = { epoch: string; rooms: ReadyRoom[] };

const maxTries = 5;

/**
 * Brings sockets into the audiences of their rooms. The order makes it safe: follow first, then read heads and
 * memberships, then deliver; whatever happens between is either in what was read or comes over the subscription.
 */
export function createAdmissions(nats: Nats, feeds: RoomFeeds) {
  /** Every room of the person. `head` of each is the last `seq` that the socket will not get by itself. */
  async function admitEverywhere(session: SocketSession): Promise<Admission> {
    const first = await readMemberRooms(nats, session.actor.userId);
    const ids = first.rooms.map((room) => room.id);
    const release = await feeds.hold(ids);
    try {
      const { epoch, rooms } = await readMemberRooms(nats, session.actor.userId);
      const admitted: ReadyRoom[] = [];
      for (const room of rooms) {
        if (session.closing) break;
        // Joined between the two readings, or stale: the way of a single room has time to ask again.
        const seen = ids.includes(room.id) ? admit(session, room) : undefined;
        const result = seen ?? (await admitToRoom(session, room.id));
        if (result) admitted.push(result);
      }
      return { epoch, rooms: admitted };
    } finally {
      release();
    }
  }

  /** One room. Undefined when the person is not in it (any more), or the socket has gone. */
  async function admitToRoom(session: SocketSession, roomId: RoomId): Promise<ReadyRoom | undefined> {
    for (let tries = 0; tries < maxTries; tries += 1) {
      const release = await feeds.hold([roomId]);
      try {
        const { rooms } = await readMemberRooms(nats, session.actor.userId, roomId);
        const [room] = rooms;
        if (!room || session.closing) return undefined;
        const admitted = admit(session, room);
        if (admitted) return admitted;
      } finally {
        release();
      }
    }
    throw new Error('the membership kept changing while it was read');
  }

  function admit(session: SocketSession, room: ReadyRoom): ReadyRoom | undefined {
    const feed = feeds.admit(session, room);
    return feed && { ...room, head: feed.lastSeq ?? room.head };
  }

  return { admitEverywhere, admitToRoom };
}

export type Admissions = ReturnType<typeof createAdmissions>;
