import type { ReadyRoom, RoomId } from '@parley/contracts';
import type { Nats } from '@parley/messaging';
import type { SocketSession } from '../sockets/socket-session.ts';
import type { EpochWatch } from './epoch-watch.ts';
import { type RoomFeeds, readMemberRooms } from './room-feeds.ts';

/** A room as `messages` told it at one instant, and the place up to which the socket has missed something since, if it has. */
export type AdmittedRoom = { room: ReadyRoom; missedTo?: number };
export type Admission = { epoch: string; rooms: AdmittedRoom[] };

const maxTries = 5;

/**
 * Brings sockets into the audiences of their rooms. The order makes it safe: follow first, then read heads and
 * memberships, then deliver; whatever happens between is either in what was read or comes over the subscription.
 */
export function createAdmissions(nats: Nats, feeds: RoomFeeds, epochs: EpochWatch) {
  /** Every room of the person: read once where others here are in all of them already, as when many come back at once. */
  async function admitEverywhere(session: SocketSession): Promise<Admission> {
    const { moment } = feeds;
    const first = await readMemberRooms(nats, session.actor.userId);
    const ids = first.rooms.map((room) => room.id);
    const held = feeds.holdSince(ids, moment);
    const release = held ?? (await feeds.hold(ids));
    try {
      const { epoch, rooms } = held ? first : await readMemberRooms(nats, session.actor.userId);
      epochs.seen(epoch);
      const admitted: AdmittedRoom[] = [];
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
  async function admitToRoom(session: SocketSession, roomId: RoomId): Promise<AdmittedRoom | undefined> {
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

  /**
   * `head` stays what was read with the counts: they belong together. What this gateway has written between that reading and
   * now, the socket reads for itself.
   */
  function admit(session: SocketSession, room: ReadyRoom): AdmittedRoom | undefined {
    const feed = feeds.admit(session, room);
    if (!feed) return undefined;
    return feed.lastSeq !== undefined && feed.lastSeq > room.head ? { room, missedTo: feed.lastSeq } : { room };
  }

  return { admitEverywhere, admitToRoom };
}

export type Admissions = ReturnType<typeof createAdmissions>;
