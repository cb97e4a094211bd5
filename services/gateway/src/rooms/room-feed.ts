import { encodeJsonFrame } from '../frames/encode-text-frame.ts';
import type { SocketSession } from '../sockets/socket-session.ts';
import { fanOutFrame } from './fan-out-frame.ts';
import { frameJoiner } from './frame-joiner.ts';
import type { LiveEvent } from './live-event.ts';
import { type MembershipLine, readIsWritable, readMembershipLine } from './membership-line.ts';

export type RoomFeedOptions = {
  roomId: string;
  /** Reads the log after a seq from `messages`. */
  readLog: (roomId: string, after: number) => Promise<LogPage>;
  /** The room is over, or nobody here is in it any more. */
  onEmpty: (feed: RoomFeed) => void;
  /** Too much was missed to make good here: the feed has closed; its sockets must be admitted afresh. */
  onLost: (feed: RoomFeed, audience: SocketSession[]) => void;
  onFillFailed: (roomId: string, error: unknown) => void;
};
export type LogPage = { events: LiveEvent[]; head: number } | { reset: true; head: number };

/** A hole is often an event that comes a moment later on its own. */
const holePatienceMs = 30;
const maxHeld = 1_000;
/** A hole wider than this is told as `room.gap`, and each client reads what it lacks itself. */
const maxFilled = 2_000;
const retryFillMs = 500;
const rememberedLeavers = 1_000;

/**
 * One room on this gateway: puts its events in order and writes each once to every socket of its audience.
 * Step 8 of docs/walkthroughs/one-message.md.
 *
 * Invariants:
 * - What reaches the audience has rising, gapless `seq`; who must skip is told `room.gap`.
 * - Nobody gets an event above the `seq` at which they left: membership lines act here, in order with the messages.
 * - Who is admitted as of a `seq` gets everything above it and nothing up to it: where this feed is behind that, they wait.
 */
export class RoomFeed {
  readonly roomId: string;
  /** The last `seq` that was written to the audience. Undefined until the head is known; until then events are held. */
  lastSeq: number | undefined;
  /** When `lastSeq` last moved, by `performance.now()`. */
  movedAt = 0;
  readonly audience = new Set<SocketSession>();
  /** Whether members may write, as far as is known: signals of who is typing stay away from a room that is closed for writing. */
  isWritable = true;
  readonly #options: RoomFeedOptions;
  readonly #held = new Map<number, LiveEvent>();
  /** Sockets that know more of the log than this feed does, with how much: they come in when it has got there. */
  readonly #arriving = new Map<SocketSession, number>();
  readonly #leftAt = new Map<string, number>();
  /** Who left before this is forgotten. */
  #leaversKnownFrom = 0;
  readonly #joiner = frameJoiner(this.audience);
  /** The place in the log that `isWritable` is of. */
  #writableAsOf = 0;
  #target = 0;
  #filling = false;
  #closed = false;
  #holeTimer: NodeJS.Timeout | undefined;

  constructor(options: RoomFeedOptions) {
    this.roomId = options.roomId;
    this.#options = options;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** An event from the live subject, in whatever order it comes. */
  receive(event: LiveEvent): void {
    if (this.#closed) return;
    this.#target = Math.max(this.#target, event.seq);
    if (this.lastSeq !== undefined && event.seq <= this.lastSeq) return;
    if (this.lastSeq !== undefined && event.seq === this.lastSeq + 1) {
      this.#apply(event);
      this.#applyHeld();
    } else if (this.#held.size < maxHeld) this.#held.set(event.seq, event);
    this.#watchHole();
  }

  /** The room's head as `messages` tells it: starts the feed, or shows that something was lost. */
  learnHead(head: number, isWritable?: boolean): void {
    if (this.#closed) return;
    if (isWritable !== undefined) this.#learnWritable(isWritable, head);
    this.#target = Math.max(this.#target, head);
    if (this.lastSeq === undefined) {
      this.lastSeq = head;
      this.#applyHeld();
    }
    this.#watchHole();
  }

  /**
   * Adds a socket whose membership was true at `asOf`, and which goes on from there. False when the person may have left since: the answer that said
   * "member" was overtaken by the line that says "left". The caller asks again.
   */
  admit(session: SocketSession, asOf: number): boolean {
    if (this.#closed || asOf < this.#leaversKnownFrom || (this.#leftAt.get(session.userId) ?? 0) > asOf) return false;
    session.rooms.set(this.roomId, this);
    if (this.lastSeq !== undefined && this.lastSeq < asOf) this.#arriving.set(session, asOf);
    else this.#bringIn(session);
    return true;
  }

  /** Whether anybody hears this room, now or as soon as it has caught up. */
  get isNeeded(): boolean {
    return this.audience.size > 0 || this.#arriving.size > 0;
  }

  dismiss(session: SocketSession): void {
    this.audience.delete(session);
    this.#arriving.delete(session);
    if (session.rooms.get(this.roomId) === this) session.rooms.delete(this.roomId);
    if (!this.isNeeded) this.#options.onEmpty(this);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#holeTimer);
    this.#joiner.flush();
    for (const session of this.#everybody()) if (session.rooms.get(this.roomId) === this) session.rooms.delete(this.roomId);
    this.audience.clear();
    this.#arriving.clear();
  }

  #everybody(): SocketSession[] {
    return [...this.audience, ...this.#arriving.keys()];
  }

  #bringIn(session: SocketSession): void {
    // What was written so far is not for the newcomer.
    this.#joiner.flush();
    this.audience.add(session);
  }

  #bringInArrived(seq: number): void {
    for (const [session, asOf] of this.#arriving) {
      if (asOf > seq) continue;
      this.#arriving.delete(session);
      this.#bringIn(session);
    }
  }

  #apply(event: LiveEvent): void {
    this.lastSeq = event.seq;
    this.movedAt = performance.now();
    if (event.type === 'room.closed') {
      this.#end();
      return;
    }
    this.#joiner.add(fanOutFrame(this.roomId, event));
    if (event.type === 'member.left') this.#takeOut(event);
    if (event.type === 'room.updated') this.#learnWritable(readIsWritable(event.payload) ?? this.isWritable, event.seq);
    if (this.#arriving.size > 0) this.#bringInArrived(event.seq);
  }

  #learnWritable(isWritable: boolean, asOf: number): void {
    if (asOf < this.#writableAsOf) return;
    this.isWritable = isWritable;
    this.#writableAsOf = asOf;
  }

  /** A line that is not understood must leave nobody in who is out: everyone is asked about afresh. */
  #takeOut(event: LiveEvent): void {
    const line = readMembershipLine(event.payload);
    if (line) this.#dismissLeaver(event.seq, line);
    else this.#lose();
  }

  #applyHeld(): void {
    for (let next = this.#held.get(this.#next()); next; next = this.#held.get(this.#next())) {
      this.#held.delete(next.seq);
      this.#apply(next);
    }
    for (const seq of this.#held.keys()) if (seq < this.#next()) this.#held.delete(seq);
  }

  #next(): number {
    return (this.lastSeq ?? 0) + 1;
  }

  #dismissLeaver(seq: number, { userId, reason }: MembershipLine): void {
    this.#joiner.flush();
    if (this.#leftAt.size >= rememberedLeavers) {
      this.#leftAt.clear();
      this.#leaversKnownFrom = seq;
    }
    this.#leftAt.set(userId, seq);
    for (const session of this.#everybody()) {
      // Whoever is arriving was a member after this line.
      if (session.userId !== userId || (this.#arriving.get(session) ?? 0) >= seq) continue;
      session.send(encodeJsonFrame({ type: 'room.removed', data: { room_id: this.roomId, reason } }));
      this.dismiss(session);
      // Read late: the person may be back already, and the line that says so is no news to anybody.
      if (seq < this.#target) session.reconcileSoon();
    }
  }

  #end(): void {
    this.#joiner.flush();
    const farewell = encodeJsonFrame({ type: 'room.removed', data: { room_id: this.roomId, reason: 'deleted' } });
    for (const session of this.#everybody()) session.send(farewell);
    this.close();
    this.#options.onEmpty(this);
  }

  /** Skipping would also skip the lines that say who has left: nobody stays in the audience unasked. */
  #lose(): void {
    const audience = this.#everybody();
    this.close();
    this.#options.onLost(this, audience);
  }

  #watchHole(): void {
    if (this.lastSeq === undefined || this.#target <= this.lastSeq) {
      clearTimeout(this.#holeTimer);
      this.#holeTimer = undefined;
      return;
    }
    if (this.#filling) return;
    this.#holeTimer ??= setTimeout(() => void this.#fill(), holePatienceMs);
  }

  async #fill(): Promise<void> {
    this.#holeTimer = undefined;
    if (this.#filling || this.#closed) return;
    this.#filling = true;
    const from = this.lastSeq;
    let retryMs = holePatienceMs;
    try {
      await this.#readMissing();
      // The log does not have it yet: asking without a pause would not bring it.
      if (this.lastSeq === from) retryMs = retryFillMs;
    } catch (error) {
      retryMs = retryFillMs;
      this.#options.onFillFailed(this.roomId, error);
    } finally {
      this.#filling = false;
      if (!this.#closed && this.lastSeq !== undefined && this.#target > this.lastSeq)
        this.#holeTimer = setTimeout(() => void this.#fill(), retryMs);
    }
  }

  async #readMissing(): Promise<void> {
    const from = this.lastSeq;
    if (from === undefined || this.#target <= from) return;
    if (this.#target - from > maxFilled) return this.#lose();
    const page = await this.#options.readLog(this.roomId, from);
    if (this.#closed) return;
    if ('reset' in page) return this.#lose();
    for (const event of page.events) if (event.seq === this.#next()) this.#apply(event);
    this.#applyHeld();
  }
}
