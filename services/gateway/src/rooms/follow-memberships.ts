import { headsRpc, parseLiveSubject, type RoomId, subjects } from '@parley/contracts';
import { type Nats, requestRpc } from '@parley/messaging';
import type { Logger } from 'pino';
import { encodeJsonFrame } from '../frames/encode-text-frame.ts';
import { onMessage } from '../signals/on-message.ts';
import type { SessionRegistry } from '../sockets/session-registry.ts';
import type { SocketSession } from '../sockets/socket-session.ts';
import type { Admissions, AdmittedRoom } from './admissions.ts';
import { concurrency } from './concurrency.ts';
import type { EpochWatch } from './epoch-watch.ts';
import { readJoiner } from './membership-line.ts';
import { type RoomFeeds, readMemberRooms } from './room-feeds.ts';

export type MembershipsOptions = {
  nats: Nats;
  log: Logger;
  feeds: RoomFeeds;
  sessions: SessionRegistry;
  admissions: Admissions;
  epochs: EpochWatch;
};

const headsPerRequest = 1_000;

/** Tells a socket where it missed something, so that it reads that itself. */
export function tellMissed(session: SocketSession, rooms: readonly AdmittedRoom[]): void {
  for (const { room, missedTo } of rooms) {
    if (missedTo !== undefined) session.send(encodeJsonFrame({ type: 'room.gap', data: { room_id: room.id, head: missedTo } }));
  }
}

/** Keeps audiences true while people join, while feeds are lost, and across every gap of the NATS connection. */
export function createMemberships({ nats, log, feeds, sessions, admissions, epochs }: MembershipsOptions) {
  const admitting = concurrency(16);
  const checking = concurrency(8);

  /** Joining is heard on one subject for all rooms: the room may be new to this gateway. Leaving is the feed's business. */
  function listen(): { unsubscribe(): void } {
    const options = onMessage(log, (message) => {
      const subject = parseLiveSubject(message.subject);
      if (subject?.type !== 'member.joined') return;
      for (const session of sessions.ofUser(readJoiner(message.data))) void bringIn(session, subject.streamId as RoomId);
    });
    return nats.nc.subscribe(subjects.liveMemberships(), options);
  }

  /** Admits and tells `room.added`. Nothing to tell when the socket has the room already. */
  async function bringIn(session: SocketSession, roomId: RoomId): Promise<void> {
    try {
      await session.opened;
      if (session.rooms.has(roomId)) return;
      const admitted = await admitting(() => admissions.admitToRoom(session, roomId));
      if (!admitted) return;
      const { room } = admitted;
      session.send(encodeJsonFrame({ type: 'room.added', data: { room, head: room.head } }));
      tellMissed(session, [admitted]);
    } catch (error) {
      log.warn({ room_id: roomId, err: error }, 'a socket could not be brought into a room yet');
      session.reconcileSoon();
    }
  }

  /** After a feed was lost: who is still a member goes on from the head and is told of the gap; who is not, leaves. */
  async function readmit(roomId: RoomId, audience: readonly SocketSession[]): Promise<void> {
    await Promise.all(audience.map((session) => admitting(() => readmitOne(roomId, session))));
  }

  async function readmitOne(roomId: RoomId, session: SocketSession): Promise<void> {
    try {
      const admitted = await admissions.admitToRoom(session, roomId);
      if (admitted) tellMissed(session, [{ ...admitted, missedTo: admitted.missedTo ?? admitted.room.head }]);
      else session.send(encodeJsonFrame({ type: 'room.removed', data: { room_id: roomId, reason: 'removed' } }));
    } catch (error) {
      log.warn({ room_id: roomId, err: error }, 'a socket could not be brought back into a room yet');
      session.reconcileSoon();
    }
  }

  /** Compares a socket's rooms with what `messages` says and mends the difference. */
  async function reconcile(session: SocketSession): Promise<void> {
    const { rooms } = await checking(() => readMemberRooms(nats, session.actor.userId));
    const actual = new Set<string>(rooms.map((room) => room.id));
    for (const roomId of actual) if (!session.rooms.has(roomId)) await bringIn(session, roomId as RoomId);
    for (const [roomId, feed] of session.rooms) {
      if (actual.has(roomId)) continue;
      // Asked again for this room alone: a joining may have come between the answer above and now.
      const { rooms: still } = await readMemberRooms(nats, session.actor.userId, roomId as RoomId);
      if (still.length > 0) continue;
      feed.dismiss(session);
      session.send(encodeJsonFrame({ type: 'room.removed', data: { room_id: roomId, reason: 'removed' } }));
    }
  }

  /** Asks for the heads of all followed rooms: what was lost without a trace is found here. */
  async function checkHeads(): Promise<void> {
    const all = feeds.feeds();
    for (let from = 0; from < all.length; from += headsPerRequest) {
      const part = all.slice(from, from + headsPerRequest);
      const room_ids = part.map((feed) => feed.roomId as RoomId);
      const { epoch, heads } = await requestRpc(nats, headsRpc, { room_ids }, { timeoutMs: 5_000 });
      epochs.seen(epoch);
      for (const feed of part) {
        const head = heads[feed.roomId];
        if (head !== undefined && feed.lastSeq !== undefined) feed.learnHead(head);
      }
    }
  }

  return { listen, readmit, reconcile, checkHeads };
}

export type Memberships = ReturnType<typeof createMemberships>;
