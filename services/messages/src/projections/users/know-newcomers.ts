import { setTimeout as delay } from 'node:timers/promises';
import { publishedRoomEventSchema, type UserId } from '@parley/contracts';
import type { ConsumedEvent } from '@parley/messaging';
import { type Kysely, sql } from 'kysely';
import type { MessagesDatabase } from '../../messages-database.ts';

export type NewcomersOptions = {
  /** Reads `auth` until everything that was committed there before the call has taken effect here. */
  catchUpUsers: () => Promise<void>;
  /** A room is not held back longer for a name. */
  maxWaitMs?: number;
};

const types: ReadonlySet<string> = new Set(['room.created', 'room.members_added']);

/**
 * Whoever becomes a member has a name here first, so that the first message in the room can call them by it. `auth` and `rooms`
 * publish by themselves: of somebody who has just signed up, the membership may arrive before the name.
 */
export function createKnowNewcomers({ catchUpUsers, maxWaitMs = 1_000 }: NewcomersOptions) {
  return async function knowNewcomers(db: Kysely<MessagesDatabase>, events: readonly ConsumedEvent[]): Promise<void> {
    const newcomers = events.flatMap(newcomersOf);
    if (newcomers.length === 0 || !(await hasNameless(db, newcomers))) return;
    const known = catchUpUsers().catch(() => undefined);
    using waiting = abortedAtEnd();
    await Promise.race([known, delay(maxWaitMs, undefined, { signal: waiting.signal }).catch(() => undefined)]);
  };
}

function newcomersOf({ type, payload }: ConsumedEvent): UserId[] {
  if (!types.has(type)) return [];
  const parsed = publishedRoomEventSchema.safeParse(JSON.parse(payload));
  // What cannot be read is the handler's to refuse.
  if (!parsed.success || (parsed.data.type !== 'room.created' && parsed.data.type !== 'room.members_added')) return [];
  return parsed.data.data.members.map(({ user_id }) => user_id);
}

async function hasNameless(db: Kysely<MessagesDatabase>, userIds: readonly UserId[]): Promise<boolean> {
  const { rows } = await sql`
    select from unnest(${[...new Set(userIds)]}::uuid[]) as newcomer (user_id)
     where not exists (select from users u where u.user_id = newcomer.user_id)
     limit 1`.execute(db);
  return rows.length > 0;
}

function abortedAtEnd(): Disposable & { signal: AbortSignal } {
  const controller = new AbortController();
  return { signal: controller.signal, [Symbol.dispose]: () => controller.abort() };
}
