import type { Clock } from '../clock.ts';
import type { Persistence } from '../persistence/persistence.ts';
import type { RoomBook } from '../realtime/room-book.ts';
import type { RoomState } from '../state/room-state.ts';
import { byWorth, type CacheBounds, type Ranked } from './cache-bounds.ts';
import { parseRoomRecord, type RoomRecord, recordOf, stateOf } from './room-record.ts';

/** What an earlier run has left, all of one epoch. */
export type KeptRooms = { epoch: string; rooms: readonly RoomState[] };

export type RoomCache = {
  /** Undefined where nothing usable is kept. Never rejects. */
  load(): Promise<KeptRooms | undefined>;
  /** The person looks at the room. */
  opened(roomId: string): void;
  /** Keeps what changes from here on. */
  start(): void;
  /** Writes what is not written yet. */
  flush(): Promise<void>;
  /** Ends, without another word. */
  stop(): void;
};

export type RoomCacheOptions = {
  persistence: Persistence;
  clock: Clock;
  book: RoomBook;
  bounds: CacheBounds;
  /** The epoch of what the book holds; undefined before it is known. */
  epoch(): string | undefined;
};

/** A little late is as good: what is missing is replayed. */
const saveEveryMs = 1_000;
/** But the first of it soon: a page that is left has no time to write. */
const saveSoonMs = 200;

/**
 * Keeps the rooms' states as they are, so that the next run goes on from them by the same events, in the same reducer.
 *
 * Invariants:
 * - A record is one room's whole state at one `seq`: whoever reads it, and however old it is, it can be gone on from.
 * - Tabs share the place. Of two records of a room the one stays that was looked at last, or else the one further on.
 * - Bounds are counted anew with every writing: nothing grows with the time that a tab is open.
 */
export function createRoomCache({ persistence, clock, book, bounds, epoch }: RoomCacheOptions): RoomCache {
  const openedAt = new Map<string, number>();
  const written = new Map<string, { state: RoomState; openedAt: number }>();
  const sizes = new WeakMap<RoomState, number>();
  let cancelSave: (() => void) | undefined;
  let savedAt = Number.NEGATIVE_INFINITY;
  let unsubscribe = () => {};
  let isStopped = false;

  /** What shall be kept, with the number of lines for each. */
  const choose = () => {
    const ranked: Ranked[] = [...book.store.getSnapshot().values()]
      .filter((state) => state.info !== null)
      .map((state) => ({ state, openedAt: openedAt.get(state.id) ?? 0 }));
    return ranked.sort(byWorth).slice(0, bounds.rooms);
  };

  const sizeOf = (state: RoomState) => {
    const size = sizes.get(state) ?? JSON.stringify(state.timeline.slice(-bounds.linesPerRoom)).length;
    sizes.set(state, size);
    return size;
  };

  const save = async () => {
    cancelSave = undefined;
    savedAt = clock.now();
    const current = epoch();
    if (current === undefined || isStopped) return;
    const changed = new Map<string, RoomRecord>();
    const chosen = choose();
    let bytes = 0;
    for (const [index, { state, openedAt: at }] of chosen.entries()) {
      const size = at > 0 && index < bounds.openedRooms ? sizeOf(state) : 0;
      const hasLines = size > 0 && bytes + size <= bounds.maxBytes;
      if (hasLines) bytes += size;
      const as = { openedAt: hasLines ? at : 0, lines: hasLines ? bounds.linesPerRoom : 0 };
      const before = written.get(state.id);
      if (before?.state === state && before.openedAt === as.openedAt) continue;
      changed.set(state.id, recordOf(state, { epoch: current, ...as }));
      written.set(state.id, { state, openedAt: as.openedAt });
    }
    const stays = new Set<string>(chosen.map(({ state }) => state.id));
    const gone = [...written.keys()].filter((roomId) => !stays.has(roomId));
    for (const roomId of gone) written.delete(roomId);
    await persistence
      .change('rooms', [...changed.keys(), ...gone], (roomId, kept) => later(parseRoomRecord(kept), changed.get(roomId)))
      // Full, or closed to this page: the next start reads more from the server.
      .catch(() => undefined);
  };
  const changed = () => {
    if (!isStopped) cancelSave ??= clock.after(Math.max(saveSoonMs, savedAt + saveEveryMs - clock.now()), () => void save());
  };

  return {
    async load() {
      const stored = await persistence.load('rooms').catch(() => []);
      const records = stored.flatMap(([, value]) => parseRoomRecord(value) ?? []);
      const newest = records.reduce<RoomRecord | undefined>((a, b) => (a && a.openedAt >= b.openedAt ? a : b), undefined);
      const ofEpoch = records.filter((record) => record.epoch === newest?.epoch);
      const useless = stored.filter(([, value]) => !newest || parseRoomRecord(value)?.epoch !== newest.epoch).map(([key]) => key);
      if (useless.length > 0) await persistence.change('rooms', useless, () => undefined).catch(() => undefined);
      if (!newest) return undefined;
      const rooms = ofEpoch
        .map((record) => ({ ...record, state: stateOf(record) }))
        .sort(byWorth)
        .slice(0, bounds.rooms);
      for (const { state, openedAt: at } of rooms) {
        if (at > 0 && !openedAt.has(state.id)) openedAt.set(state.id, at);
        written.set(state.id, { state, openedAt: at });
      }
      return { epoch: newest.epoch, rooms: rooms.map(({ state }) => state) };
    },
    opened(roomId) {
      openedAt.set(roomId, clock.now());
      changed();
    },
    start() {
      unsubscribe = book.store.subscribe(changed);
      changed();
    },
    async flush() {
      cancelSave?.();
      await save();
    },
    stop() {
      isStopped = true;
      cancelSave?.();
      unsubscribe();
    },
  };
}

/** Of what another tab keeps and what this one would: see the invariants. */
function later(kept: RoomRecord | undefined, mine: RoomRecord | undefined): RoomRecord | undefined {
  if (!kept || !mine || kept.epoch !== mine.epoch || kept.openedAt < mine.openedAt) return mine;
  if (kept.openedAt > mine.openedAt) return kept;
  return kept.room.seq > mine.room.seq ? kept : mine;
}
