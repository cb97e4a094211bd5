import { randomUUIDv7 } from 'node:crypto';
import { type MediaId, type MediaPurpose, mediaIdSchema, type UserId } from '@parley/contracts';
import { ProblemError } from '@parley/service-kit';
import { sql } from 'kysely';
import type { MediaDependencies } from '../../dependencies.ts';
import type { MediaDatabase } from '../../media-database.ts';

const minuteMs = 60_000;
export const dayMs = 24 * 60 * minuteMs;
/** An upload that nobody ended in this time is not under way any more: its process died. */
const abandonedMs = 60 * minuteMs;

export type Admission = { ownerId: UserId; bytes: number; promise?: { name: string; purpose: MediaPurpose; expiresAt: Date } };

/**
 * Counts an upload against its person's limits before a byte of it is kept. One at a time per person, so that parallel uploads cannot
 * pass a limit together; what is announced counts until it is known how much came.
 * @throws ProblemError `too_many_requests` with the time to wait, `unprocessable` when waiting does not help
 */
export async function admitUpload({ db, config, clock }: MediaDependencies, admission: Admission): Promise<MediaId> {
  const { ownerId, bytes, promise } = admission;
  const mediaId = mediaIdSchema.parse(randomUUIDv7());
  const now = clock();
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${ownerId}, 2))`.execute(trx);
    const used = await usedBy(trx, ownerId, now);
    if (used.inMinute >= config.PARLEY_MEDIA_UPLOADS_PER_MINUTE)
      throw tooMany('Too many uploads in a minute', used.minuteFrom, minuteMs, now);
    if (used.bytesOfDay + bytes > config.PARLEY_MEDIA_BYTES_PER_DAY) throw tooMany('Too many bytes in a day', used.dayFrom, dayMs, now);
    if (used.unattached >= config.PARLEY_MEDIA_UNATTACHED) {
      throw new ProblemError('unprocessable', 'Too many uploads that no message carries; send or delete some of them first');
    }
    const row = { upload_id: mediaId, owner_id: ownerId, bytes, started_at: now, ended_at: null };
    const promised = { name: promise?.name ?? null, purpose: promise?.purpose ?? null, expires_at: promise?.expiresAt ?? null };
    await trx
      .insertInto('uploads')
      .values({ ...row, ...promised })
      .execute();
  });
  return mediaId;
}

/** What came, whether it was kept or not. */
export async function endUpload(db: MediaDatabase, mediaId: MediaId, { bytes, at }: { bytes: number; at: Date }): Promise<void> {
  await db.updateTable('uploads').set({ bytes, ended_at: at }).where('upload_id', '=', mediaId).execute();
}

type Used = { inMinute: number; minuteFrom: Date; bytesOfDay: number; dayFrom: Date; unattached: number };

async function usedBy(trx: MediaDatabase, ownerId: UserId, now: Date): Promise<Used> {
  const minuteAgo = new Date(now.getTime() - minuteMs);
  const dayAgo = new Date(now.getTime() - dayMs);
  const { rows } = await sql<{
    minute: string;
    minute_from: Date | null;
    bytes: string;
    day_from: Date | null;
    open: string;
    unused: string;
  }>`
    select
      count(*) filter (where started_at > ${minuteAgo}) as minute,
      min(started_at) filter (where started_at > ${minuteAgo}) as minute_from,
      coalesce(sum(bytes), 0) as bytes,
      min(started_at) as day_from,
      count(*) filter (where ended_at is null and started_at > ${new Date(now.getTime() - abandonedMs)}) as open,
      (select count(*) from media where owner_id = ${ownerId} and attached_count = 0 and claimed_at is null) as unused
    from uploads
    where owner_id = ${ownerId} and started_at > ${dayAgo}`.execute(trx);
  const [row] = rows;
  return {
    inMinute: Number(row?.minute ?? 0),
    minuteFrom: row?.minute_from ?? now,
    bytesOfDay: Number(row?.bytes ?? 0),
    dayFrom: row?.day_from ?? now,
    unattached: Number(row?.open ?? 0) + Number(row?.unused ?? 0),
  };
}

function tooMany(detail: string, from: Date, windowMs: number, now: Date): ProblemError {
  const retryAfterSeconds = Math.max(1, (from.getTime() + windowMs - now.getTime()) / 1_000);
  return new ProblemError('too_many_requests', detail, { retryAfterSeconds });
}
