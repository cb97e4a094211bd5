import { type Presence, readPresenceRpc, type UserId } from '@parley/contracts';
import { RpcError, requestRpc } from '@parley/messaging';
import type { RoomsDependencies } from '../dependencies.ts';

export type PresenceOf = (userId: UserId) => Pick<Presence, 'status' | 'last_seen_at'>;

const offline = { status: 'offline', last_seen_at: null } as const;
/** Presence decorates an answer: it may cost a moment, never the answer. */
const timeoutMs = 500;

/** Presence of up to a page of people. When `presence` does not answer, everyone counts as offline. */
export async function readMemberPresence(rooms: Pick<RoomsDependencies, 'nats' | 'log'>, userIds: UserId[]): Promise<PresenceOf> {
  const items = await askPresence(rooms, userIds);
  return presenceIn(items.map(({ user_id: id, ...item }) => ({ id, ...item })));
}

/** Of people whose presence is known already; everyone else counts as offline. */
export function presenceIn(people: ReadonlyArray<{ id: UserId } & Pick<Presence, 'status' | 'last_seen_at'>>): PresenceOf {
  const known = new Map(people.map((person) => [person.id, person]));
  return (userId) => {
    const found = known.get(userId);
    return found ? { status: found.status, last_seen_at: found.last_seen_at } : offline;
  };
}

async function askPresence({ nats, log }: Pick<RoomsDependencies, 'nats' | 'log'>, userIds: UserId[]): Promise<Presence[]> {
  if (userIds.length === 0) return [];
  try {
    return (await requestRpc(nats, readPresenceRpc, { user_ids: userIds }, { timeoutMs })).items;
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    log.warn({ code: error.code }, 'presence does not answer, showing everyone as offline');
    return [];
  }
}
