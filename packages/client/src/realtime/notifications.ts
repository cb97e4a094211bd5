import type { ControlFrame, Notification } from '@parley/contracts';
import type { Parley } from '../http/parley.ts';
import { createStore, type Store } from '../store.ts';

/** `isLoaded`: the list was read since the connection came up; before, it holds what came live. `cursor`: there are older ones. */
export type NotificationsState = {
  items: readonly Notification[];
  unreadCount: number;
  cursor: string | null;
  isLoaded: boolean;
};

/** In memory, newest first; older ones are a page away. */
const keep = 500;
const pageSize = 50;
const empty: NotificationsState = { items: [], unreadCount: 0, cursor: null, isLoaded: false };

/**
 * The person's notifications: read when the connection comes up, then kept by frames. A frame that comes while the list is being read
 * would be lost under it, so the list is read again then.
 */
export function createNotifications(parley: Parley | undefined) {
  const store = createStore<NotificationsState>(empty);
  let changes = 0;

  function receive(frame: ControlFrame): void {
    switch (frame.type) {
      case 'notification': {
        const { notification, unread_count: unreadCount } = frame.data;
        change((state) => {
          const others = state.items.filter(({ id }) => id !== notification.id);
          const items = [notification, ...others].sort(byTime).slice(0, keep);
          return { ...state, items, unreadCount };
        });
        return;
      }
      case 'notification.read': {
        const { ids, unread_count: unreadCount } = frame.data;
        const read = ids && new Set<string>(ids);
        const readAt = new Date().toISOString();
        change((state) => {
          const items = state.items.map((one) => (one.read_at === null && (!read || read.has(one.id)) ? { ...one, read_at: readAt } : one));
          return { ...state, items, unreadCount };
        });
        return;
      }
      case 'notification.withdrawn': {
        const { unread_count: unreadCount } = frame.data;
        const gone = new Set<string>(frame.data.ids);
        change((state) => ({ ...state, items: state.items.filter(({ id }) => !gone.has(id)), unreadCount }));
        return;
      }
    }
  }

  function change(next: (state: NotificationsState) => NotificationsState): void {
    changes += 1;
    store.update(next);
  }

  async function load(): Promise<void> {
    if (!parley) return;
    for (let tries = 0; tries < 3; tries += 1) {
      const before = changes;
      const { items, unread_count: unreadCount, next_cursor: cursor } = await parley.notifications.list({ limit: pageSize });
      if (changes !== before && tries < 2) continue;
      store.set({ items, unreadCount, cursor, isLoaded: true });
      return;
    }
  }

  async function loadOlder(): Promise<void> {
    const { cursor, items: known } = store.getSnapshot();
    if (!parley || cursor === null || known.length >= keep) return;
    const page = await parley.notifications.list({ limit: pageSize, cursor });
    store.update((state) => {
      const ids = new Set<string>(state.items.map(({ id }) => id));
      const items = [...state.items, ...page.items.filter(({ id }) => !ids.has(id))].slice(0, keep);
      return { ...state, items, cursor: page.next_cursor, unreadCount: page.unread_count };
    });
  }

  const shown: Store<NotificationsState> = { getSnapshot: store.getSnapshot, subscribe: store.subscribe };
  return { store: shown, receive, load, loadOlder };
}

/** Ids are made in order of time, and tell apart what came in the same instant. */
function byTime(one: Notification, other: Notification): number {
  if (one.updated_at !== other.updated_at) return one.updated_at < other.updated_at ? 1 : -1;
  return one.id < other.id ? 1 : -1;
}
