import { type MediaId, type RoomId, roomIdSchema, type UserId, userIdSchema } from '@parley/contracts';
import { executeOnMedia } from '../commands/execute-on-media.ts';
import type { MediaDependencies } from '../dependencies.ts';
import type { MediaCommand } from '../domain/media.ts';
import type { MediaDatabase } from '../media-database.ts';

const batch = 50;

type Sweeping = Pick<MediaDependencies, 'db' | 'clock'>;

/** Files of rooms and people that are gone: one room or person per call, file by file. Returns how many files it dealt with. */
export async function eraseDue({ db, clock }: Sweeping, signal: AbortSignal): Promise<number> {
  const due = await db.selectFrom('due_erasures').selectAll().orderBy('due_at').limit(1).executeTakeFirst();
  if (!due) return 0;
  let erased = 0;
  for (;;) {
    const mediaIds =
      due.kind === 'room' ? await ofRoom(db, roomIdSchema.parse(due.subject_id)) : await ofUser(db, userIdSchema.parse(due.subject_id));
    for (const mediaId of mediaIds) {
      if (signal.aborted) return erased;
      await execute(db, mediaId, commandFor(due, clock().toISOString()));
      erased += 1;
    }
    if (mediaIds.length < batch) break;
  }
  await db.deleteFrom('due_erasures').where('kind', '=', due.kind).where('subject_id', '=', due.subject_id).execute();
  return erased;
}

function commandFor({ kind, subject_id }: { kind: 'room' | 'user'; subject_id: string }, at: string): MediaCommand {
  if (kind === 'room') return { type: 'ForgetRoom', roomId: roomIdSchema.parse(subject_id), at };
  return { type: 'ForgetUser', userId: userIdSchema.parse(subject_id), at };
}

/** What a command has dealt with is no longer found, so that every batch gets on. */
async function ofRoom(db: MediaDatabase, roomId: RoomId): Promise<MediaId[]> {
  const carried = await db.selectFrom('attachments').select('media_id').distinct().where('room_id', '=', roomId).limit(batch).execute();
  if (carried.length > 0) return carried.map(({ media_id }) => media_id);
  const pictures = await db
    .selectFrom('media')
    .select('media_id')
    .where('claimed_room_id', '=', roomId)
    .where('claimed_at', 'is not', null)
    .limit(batch)
    .execute();
  return pictures.map(({ media_id }) => media_id);
}

async function ofUser(db: MediaDatabase, userId: UserId): Promise<MediaId[]> {
  const unused = await db
    .selectFrom('media')
    .select('media_id')
    .where('owner_id', '=', userId)
    .where('attached_count', '=', 0)
    .where('purpose', 'in', ['attachment', 'avatar'])
    .limit(batch)
    .execute();
  return unused.map(({ media_id }) => media_id);
}

export async function execute(db: MediaDatabase, mediaId: MediaId, command: MediaCommand): Promise<boolean> {
  const events = await db.transaction().execute((trx) => executeOnMedia({ trx, mediaId, command, metadata: {} }));
  return events.some((event) => event.type === 'MediaDeleted');
}
