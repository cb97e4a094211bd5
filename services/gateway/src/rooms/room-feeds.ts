import type { Msg } from '@nats-io/nats-core';
import {
  eventHeaders,
  memberRoomsRpc,
  parseLiveSubject,
  type ReadyRoom,
  type RoomId,
  roomLogRpc,
  subjects,
  type UserId,
} from '@parley/contracts';
import { type Nats, requestRpc } from '@parley/messaging';
import { isSampled, tracing } from '@parley/tracing';
import type { Logger } from 'pino';
import { onMessage } from '../signals/on-message.ts';
import { deliverReading } from '../signals/reading.ts';
import type { SocketSession } from '../sockets/socket-session.ts';
import { concurrency } from './concurrency.ts';
import { readSeq } from './read-seq.ts';
import { type LogPage, RoomFeed } from './room-feed.ts';

type Followed = {
  feed: RoomFeed;
  unsubscribe: () => void;
  /** Resolves when the NATS server has the subscription. */
  subscribed: Promise<void>;
  /** The feeds' moment from which it has had it. */
  subscribedAt: number;
  /** Admissions under way: the room stays followed although nobody is in its audience yet. */
  holds: number;
};

export type RoomFeedsOptions = {
  nats: Nats;
  log: Logger;
  /** Whatever else travels on a room's subjects, such as typing. */
  onSignal: (payload: Uint8Array, feed: RoomFeed) => void;
  /** A feed was lost and closed; these sockets must be admitted afresh. */
  onLost: (roomId: string, audience: SocketSession[]) => void;
};

const fillsAtOnce = 8;
const fillPage = 500;

/** The rooms that somebody on this gateway is in, and none else: one NATS subscription each. */
export class RoomFeeds {
  readonly #options: RoomFeedsOptions;
  readonly #followed = new Map<string, Followed>();
  readonly #fills = concurrency(fillsAtOnce);
  #moment = 0;

  constructor(options: RoomFeedsOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#followed.size;
  }

  feeds(): RoomFeed[] {
    return Array.from(this.#followed.values(), (followed) => followed.feed);
  }

  /** Grows with every subscription. */
  get moment(): number {
    return this.#moment;
  }

  find(roomId: string): RoomFeed | undefined {
    return this.#followed.get(roomId)?.feed;
  }

  /**
   * Follows the rooms and resolves when the server has every subscription: what is read from `messages` after that
   * leaves no hole. Returns how to let go of them, once. Rejects, holding nothing, when the connection broke.
   */
  async hold(roomIds: readonly string[]): Promise<() => void> {
    const fresh: Followed[] = [];
    const all = roomIds.map((roomId) => this.#followed.get(roomId) ?? this.#subscribe(roomId, fresh));
    const release = this.#holdAll(all);
    if (fresh.length > 0) {
      const flushed = this.#options.nats.flush().then(() => {
        this.#moment += 1;
        for (const followed of fresh) followed.subscribedAt = this.#moment;
      });
      for (const followed of fresh) followed.subscribed = flushed;
    }
    try {
      await Promise.all(new Set(all.map((followed) => followed.subscribed)));
    } catch (error) {
      release();
      throw error;
    }
    return release;
  }

  /** As `hold`, at once, when every room has been followed since before `moment`: what was read after it leaves no hole. */
  holdSince(roomIds: readonly string[], moment: number): (() => void) | undefined {
    const all = roomIds.flatMap((roomId) => this.#followed.get(roomId) ?? []);
    const isEach = all.length === roomIds.length && all.every(({ subscribedAt }) => subscribedAt <= moment);
    return isEach ? this.#holdAll(all) : undefined;
  }

  /** What is held now, not what the rooms are followed by later: a feed that is lost meanwhile is replaced by another. */
  #holdAll(all: readonly Followed[]): () => void {
    for (const followed of all) followed.holds += 1;
    return () => {
      for (const followed of all) {
        followed.holds -= 1;
        this.#dropIfUnused(followed.feed);
      }
    };
  }

  /**
   * Puts a socket into the audience of a held room, given the room as `messages` told it while it was held.
   * @returns the feed, or undefined when the answer is stale: ask again
   */
  admit(session: SocketSession, room: ReadyRoom): RoomFeed | undefined {
    const feed = this.find(room.id);
    feed?.learnHead(room.head, room.is_writable);
    return feed?.admit(session, room.head) ? feed : undefined;
  }

  close(): void {
    for (const { feed } of this.#followed.values()) {
      feed.close();
      this.#drop(feed);
    }
  }

  #subscribe(roomId: string, fresh: Followed[]): Followed {
    const feed = new RoomFeed({
      roomId,
      readLog: (room, after) => this.#fills(() => this.#readLog(room, after)),
      onEmpty: (empty) => this.#dropIfUnused(empty),
      onLost: (lost, audience) => {
        this.#drop(lost);
        this.#options.onLost(roomId, audience);
      },
      onFillFailed: (room, error) => this.#options.log.warn({ room_id: room, err: error }, 'a hole in a room could not be filled yet'),
    });
    const { nats, log } = this.#options;
    const options = onMessage(log, (message) => this.#receive(feed, message));
    const subscription = nats.nc.subscribe(subjects.liveRoom(roomId), options);
    const followed = {
      feed,
      unsubscribe: () => subscription.unsubscribe(),
      subscribed: Promise.resolve(),
      subscribedAt: Number.POSITIVE_INFINITY,
      holds: 0,
    };
    this.#followed.set(roomId, followed);
    fresh.push(followed);
    return followed;
  }

  #receive(feed: RoomFeed, message: Msg): void {
    const subject = parseLiveSubject(message.subject);
    if (subject?.service === 'messages') {
      const payload = message.data;
      const seq = readSeq(payload) ?? Number(message.headers?.get(eventHeaders.version));
      if (Number.isSafeInteger(seq) && seq > 0) feed.receive({ seq, type: subject.type, payload, traceparent: traceOf(message) });
    } else if (subject?.service === 'typing') this.#options.onSignal(message.data, feed);
    else if (subject?.service === 'reading') deliverReading(message.data, feed);
  }

  async #readLog(roomId: string, after: number): Promise<LogPage> {
    const request = { room_id: roomId as RoomId, after, limit: fillPage };
    const page = await requestRpc(this.#options.nats, roomLogRpc, request, { timeoutMs: 5_000 });
    if ('reset' in page) return page;
    const events = page.events.map(({ seq, type, frame }) => ({ seq, type, payload: Buffer.from(frame) }));
    return { events, head: page.head };
  }

  #dropIfUnused(feed: RoomFeed): void {
    const followed = this.#followed.get(feed.roomId);
    if (followed?.feed === feed && !feed.isNeeded && (followed.holds === 0 || feed.closed)) this.#drop(feed);
  }

  #drop(feed: RoomFeed): void {
    const followed = this.#followed.get(feed.roomId);
    if (followed?.feed !== feed) return;
    this.#followed.delete(feed.roomId);
    followed.unsubscribe();
    feed.close();
  }
}

function traceOf(message: Msg): string | undefined {
  const traceparent = tracing.on ? message.headers?.get(eventHeaders.traceparent) : undefined;
  return isSampled(traceparent) ? traceparent : undefined;
}

/** A person's rooms as `messages` knows them at one instant, or one of them. */
export async function readMemberRooms(nats: Nats, userId: UserId, roomId?: RoomId) {
  return requestRpc(nats, memberRoomsRpc, { user_id: userId, ...(roomId ? { room_id: roomId } : {}) }, { timeoutMs: 5_000 });
}
