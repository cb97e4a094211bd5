import { setTimeout as delay } from 'node:timers/promises';
import { sightingsKey } from '@parley/service-kit';
import type { Redis } from 'ioredis';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { AuthDatabase } from '../auth-database.ts';

const everyMs = 10_000;
const batch = 1_000;

export type Sightings = { db: AuthDatabase; redis: Redis; log: Logger };

/** A loop: what services noted in Redis about sessions in use goes into the register, in batches. */
export async function keepSightings(sightings: Sightings, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // A moment's failure costs a moment of "last seen": the next request of a session notes it again.
    await flushSightings(sightings).catch((error: unknown) => sightings.log.warn({ err: error }, 'sightings could not be kept'));
    await delay(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Everything that waits. Taken out before it is written, so that replicas share the work. */
export async function flushSightings({ db, redis }: Pick<Sightings, 'db' | 'redis'>): Promise<number> {
  let flushed = 0;
  for (;;) {
    const taken = await redis.zpopmin(sightingsKey, batch);
    const ids = taken.filter((_item, index) => index % 2 === 0);
    if (ids.length === 0) return flushed;
    const times = taken.filter((_item, index) => index % 2 === 1).map((ms) => new Date(Number(ms)));
    await sql`
      insert into session_sightings as known (session_id, last_seen_at)
      select seen.session_id, seen.last_seen_at
      from unnest(${ids}::uuid[], ${times}::timestamptz[]) as seen (session_id, last_seen_at)
      join sessions on sessions.session_id = seen.session_id and sessions.ended_at is null
      on conflict (session_id) do update set last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at)
    `.execute(db);
    flushed += ids.length;
    if (ids.length < batch) return flushed;
  }
}

/** Of sessions that are over, a thousand at a time. */
export async function purgeSightings(db: AuthDatabase, now: Date): Promise<void> {
  await sql`
    delete from session_sightings where session_id in (
      select session_sightings.session_id from session_sightings join sessions using (session_id)
      where sessions.ended_at is not null or sessions.expires_at < ${now} limit 1000)
  `.execute(db);
}
