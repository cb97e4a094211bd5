import type { SocketSession } from './socket-session.ts';

/** The authenticated sockets of this gateway, by person. */
export type SessionRegistry = {
  add(session: SocketSession): void;
  remove(session: SocketSession): void;
  ofUser(userId: string): readonly SocketSession[];
  users(): string[];
  all(): SocketSession[];
  size(): number;
};

export type SessionRegistryHooks = {
  /** The first socket of a person opened here. */
  onFirst: (userId: string) => void;
  /** The last socket of a person closed here. */
  onLast: (userId: string) => void;
};

export function createSessionRegistry(hooks: SessionRegistryHooks): SessionRegistry {
  const byUser = new Map<string, Set<SocketSession>>();
  let size = 0;
  return {
    add(session) {
      const sockets = byUser.get(session.userId);
      size += 1;
      if (sockets) {
        sockets.add(session);
        return;
      }
      byUser.set(session.userId, new Set([session]));
      hooks.onFirst(session.userId);
    },
    remove(session) {
      const sockets = byUser.get(session.userId);
      if (!sockets?.delete(session)) return;
      size -= 1;
      if (sockets.size > 0) return;
      byUser.delete(session.userId);
      hooks.onLast(session.userId);
    },
    ofUser: (userId) => [...(byUser.get(userId) ?? [])],
    users: () => [...byUser.keys()],
    all: () => [...byUser.values()].flatMap((sockets) => [...sockets]),
    size: () => size,
  };
}
