import type { RoomState } from '../state/room-state.ts';
import { createListeners, type Store } from '../store.ts';

export type RoomBook = {
  /** Every room of the person. The map is a new one after each change. */
  store: Store<ReadonlyMap<string, RoomState>>;
  /** One room: changes of others don't change this snapshot. */
  room(roomId: string): Store<RoomState | undefined>;
  get(roomId: string): RoomState | undefined;
  put(state: RoomState): void;
  change(roomId: string, change: (state: RoomState) => RoomState): void;
  remove(roomId: string): boolean;
  ids(): string[];
};

/** The rooms' states. Copies the map when somebody looks, not with every event. */
export function createRoomBook(): RoomBook {
  const rooms = new Map<string, RoomState>();
  const listeners = createListeners();
  let snapshot: ReadonlyMap<string, RoomState> | undefined;
  const changed = () => {
    snapshot = undefined;
    listeners.notify();
  };
  const put = (state: RoomState) => {
    if (rooms.get(state.id) === state) return;
    rooms.set(state.id, state);
    changed();
  };
  return {
    store: {
      getSnapshot() {
        snapshot ??= new Map(rooms);
        return snapshot;
      },
      subscribe: listeners.subscribe,
    },
    room: (roomId) => ({ getSnapshot: () => rooms.get(roomId), subscribe: listeners.subscribe }),
    get: (roomId) => rooms.get(roomId),
    put,
    change(roomId, change) {
      const state = rooms.get(roomId);
      if (state) put(change(state));
    },
    remove(roomId) {
      const known = rooms.delete(roomId);
      if (known) changed();
      return known;
    },
    ids: () => [...rooms.keys()],
  };
}
