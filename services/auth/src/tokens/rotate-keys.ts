import { randomUUIDv7 } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { exportJWK, generateKeyPair } from 'jose';
import { type Kysely, sql } from 'kysely';
import type { Logger } from 'pino';
import type { AuthTables } from '../auth-database.ts';
import { accessTokenSeconds } from './token-lifetime.ts';

type Database = Kysely<Pick<AuthTables, 'signing_keys'>>;

/** How long a key is published before it signs: replicas look for new keys every half minute, verifiers at an unknown `kid`. */
export const announceMs = 2 * 60_000;
/** How long after its successor began a key is still published: as long as its last token, and clocks that differ. */
export const keptMs = accessTokenSeconds * 1_000 + 5 * 60_000;

export type Rotation = {
  now: Date;
  /** Only when the newest key is older than this. */
  olderThanMs?: number;
  /** The old keys are not trusted any more: the new one signs at once and is the only one. Clients refresh. */
  discardOld?: boolean;
};

/**
 * Adds a signing key and returns its id, or undefined when there is no need. Nobody is logged out: what the old key signed is good
 * until it expires. Replicas that try at once queue on a lock, and the second finds the key of the first.
 */
export async function rotateSigningKey(db: Database, { now, olderThanMs, discardOld = false }: Rotation): Promise<string | undefined> {
  return db.transaction().execute(async (trx) => {
    await lockKeys(trx);
    const newest = await trx
      .selectFrom('signing_keys')
      .select('signs_from')
      .where('retired_at', 'is', null)
      .orderBy('signs_from', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (newest && olderThanMs !== undefined && now.getTime() - newest.signs_from.getTime() < olderThanMs) return undefined;
    // The first key has nobody to be announced to.
    const signs_from = newest && !discardOld ? new Date(now.getTime() + announceMs) : now;
    if (discardOld) await retire(trx, now, sql<boolean>`retired_at is null`);
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
    const public_jwk = JSON.stringify(await exportJWK(publicKey));
    const private_jwk = JSON.stringify(await exportJWK(privateKey));
    const kid = randomUUIDv7();
    await trx.insertInto('signing_keys').values({ kid, public_jwk, private_jwk, created_at: now, signs_from, retired_at: null }).execute();
    return kid;
  });
}

/** Takes keys back of which no token can live any more, and forgets their private halves. Returns how many. */
export async function retireOldKeys(db: Database, now: Date): Promise<number> {
  const before = new Date(now.getTime() - keptMs);
  return retire(
    db,
    now,
    sql<boolean>`retired_at is null and exists (
      select from signing_keys as successor
      where successor.retired_at is null and successor.signs_from > signing_keys.signs_from and successor.signs_from <= ${before})`,
  );
}

async function retire(db: Database, now: Date, which: ReturnType<typeof sql<boolean>>): Promise<number> {
  const result = await db.updateTable('signing_keys').set({ retired_at: now, private_jwk: null }).where(which).executeTakeFirst();
  return Number(result.numUpdatedRows);
}

export async function lockKeys(trx: Database): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('parley signing keys', 0))`.execute(trx);
}

export type KeyKeeping = { db: Database; clock: () => Date; log: Logger; rotationDays: number };

const everyMs = 60_000;

/** A loop: replaces the key when it is old enough, and takes back those that nobody needs. Any replica may do it, and one does. */
export async function keepKeysFresh({ db, clock, log, rotationDays }: KeyKeeping, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const kid = rotationDays > 0 ? await rotateSigningKey(db, { now: clock(), olderThanMs: rotationDays * 86_400_000 }) : undefined;
    if (kid !== undefined) log.info({ kid }, 'a new signing key is announced');
    const retired = await retireOldKeys(db, clock());
    if (retired > 0) log.info({ retired }, 'signing keys retired');
    await delay(everyMs, undefined, { signal }).catch(() => undefined);
  }
}
