import { setTimeout as delay } from 'node:timers/promises';
import type { AuthDatabase } from '../auth-database.ts';
import { purgeKnownDevices } from '../devices/known-devices.ts';
import { purgeVerificationTokens } from '../email-verification/verification-token.ts';
import { purgeResetTokens } from '../password-reset/reset-token.ts';
import { purgeSightings } from './session-sightings.ts';

const everyMs = 10 * 60_000;
const batch = 1_000;

/** Forgets the tokens of sessions that are over, and links that are too old. Their rows stay for the list of devices; their events stay for good. */
export async function purgeSessions(db: AuthDatabase, clock: () => Date, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    while (!signal.aborted && (await purgeBatch(db, clock())) === batch);
    await purgeResetTokens(db, clock());
    await purgeKnownDevices(db, clock());
    await purgeSightings(db, clock());
    await purgeVerificationTokens(db, clock());
    await delay(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

export async function purgeBatch(db: AuthDatabase, now: Date): Promise<number> {
  const result = await db
    .deleteFrom('refresh_tokens')
    .where('token_hash', 'in', (eb) =>
      eb
        .selectFrom('refresh_tokens')
        .innerJoin('sessions', 'sessions.session_id', 'refresh_tokens.session_id')
        .select('token_hash')
        .where((over) => over.or([over('sessions.ended_at', 'is not', null), over('sessions.expires_at', '<', now)]))
        .limit(batch),
    )
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
