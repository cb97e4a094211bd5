import type { MediaId } from '@parley/contracts';
import type { MediaDependencies } from '../dependencies.ts';
import { sweptMedia } from '../metrics.ts';
import { execute } from './erase-due.ts';

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
/** Files of one kind that one sweep deals with; the next one goes on. */
const mostAtOnce = 500;
/** More rows without a file than this among those looked at: the store is not the one we think, and nothing is deleted. */
const mostLost = 5;

export type SweepDependencies = Pick<MediaDependencies, 'db' | 'store' | 'clock' | 'log' | 'spool'> & {
  /** Everything that others had decided is known here, or this rejects: nothing is swept on old knowledge. */
  catchUp: { messages: () => Promise<void>; users: () => Promise<void>; rooms: () => Promise<void> };
};

/** Where the slow walks through rows and objects go on. In memory: a new leader begins again, which costs nothing but time. */
export type SweepPlaces = { row: MediaId | undefined; object: string | undefined };

/** What nobody needs: uploads never used, pictures no longer shown, objects without a row, rows without an object, old bookkeeping. */
export async function sweep(dependencies: SweepDependencies, places: SweepPlaces): Promise<void> {
  await sweepUnused(dependencies);
  await sweepUnshown(dependencies);
  await sweepObjects(dependencies, places);
  await sweepRows(dependencies, places);
  const dayAgo = ago(dependencies, dayMs);
  await dependencies.db.deleteFrom('uploads').where('started_at', '<', dayAgo).execute();
  await dependencies.spool.sweep(dependencies.clock());
}

async function sweepUnused(dependencies: SweepDependencies): Promise<void> {
  const { db, catchUp } = dependencies;
  const old = () =>
    db
      .selectFrom('media')
      .select('media_id')
      .where('attached_count', '=', 0)
      .where('claimed_at', 'is', null)
      .where('uploaded_at', '<', ago(dependencies, dayMs))
      .orderBy('uploaded_at')
      .limit(mostAtOnce)
      .execute();
  if ((await old()).length === 0) return;
  await catchUp.messages();
  for (const { media_id } of await old()) await end(dependencies, media_id, 'unused');
}

/** A picture is claimed before its owner records it: it has an hour to be recorded. */
async function sweepUnshown(dependencies: SweepDependencies): Promise<void> {
  const { db, catchUp } = dependencies;
  const unshown = () =>
    db
      .selectFrom('media')
      .select('media_id')
      .where('claimed_at', '<', ago(dependencies, hourMs))
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('current_pictures').select('media_id').whereRef('current_pictures.media_id', '=', 'media.media_id'))),
      )
      .orderBy('claimed_at')
      .limit(mostAtOnce)
      .execute();
  if ((await unshown()).length === 0) return;
  await Promise.all([catchUp.users(), catchUp.rooms()]);
  for (const { media_id } of await unshown()) await end(dependencies, media_id, 'unshown');
}

/** Left by a process that died between store and database, or by a backup that was restored. */
async function sweepObjects(dependencies: SweepDependencies, places: SweepPlaces): Promise<void> {
  const { db, store, clock } = dependencies;
  const { objects, next } = await store.list(places.object);
  places.object = next;
  const old = objects.filter(({ modifiedAt }) => clock().getTime() - modifiedAt.getTime() > dayMs).map(({ mediaId }) => mediaId);
  if (old.length === 0) return;
  const rows = await db.selectFrom('media').select('media_id').where('media_id', 'in', old).execute();
  const known = new Set(rows.map(({ media_id }) => media_id));
  const orphans = old.filter((mediaId) => !known.has(mediaId)).slice(0, mostAtOnce);
  // In portions that every store takes.
  for (let at = 0; at < orphans.length; at += 100) await store.remove(orphans.slice(at, at + 100));
  sweptMedia.inc({ kind: 'object' }, orphans.length);
}

async function sweepRows(dependencies: SweepDependencies, places: SweepPlaces): Promise<void> {
  const { db, store, log } = dependencies;
  const looked = await db
    .selectFrom('media')
    .select('media_id')
    .where('uploaded_at', '<', ago(dependencies, hourMs))
    .$if(places.row !== undefined, (query) => query.where('media_id', '>', places.row ?? ('' as MediaId)))
    .orderBy('media_id')
    .limit(mostAtOnce)
    .execute();
  places.row = looked.length < mostAtOnce ? undefined : looked.at(-1)?.media_id;
  const lost: MediaId[] = [];
  for (const { media_id } of looked) if (!(await store.has(media_id))) lost.push(media_id);
  if (lost.length > mostLost) {
    log.error({ lost: lost.length, looked: looked.length }, 'many files are not in the store: is it the right one? Nothing is deleted');
    return;
  }
  for (const mediaId of lost) await end(dependencies, mediaId, 'lost');
}

async function end({ db, clock, log }: SweepDependencies, mediaId: MediaId, kind: 'unused' | 'unshown' | 'lost'): Promise<void> {
  const gone = await execute(db, mediaId, { type: 'Sweep', sweep: kind, at: clock().toISOString() });
  if (!gone) return;
  sweptMedia.inc({ kind });
  if (kind === 'lost') log.error({ media_id: mediaId }, 'a file was not in the store; its row is deleted');
}

function ago({ clock }: Pick<SweepDependencies, 'clock'>, ms: number): Date {
  return new Date(clock().getTime() - ms);
}
