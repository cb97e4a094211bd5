import { randomUUIDv7 } from 'node:crypto';
import {
  type MessageId,
  type NotificationId,
  type NotificationKind,
  notificationIdSchema,
  type RoomId,
  type UserId,
} from '@parley/contracts';
import { sql } from 'kysely';
import { noticesAdded } from '../metrics.ts';
import type { Trx } from '../notifications-database.ts';

export type Cause = {
  userId: UserId;
  kind: NotificationKind;
  /** The same for the same happening, however often it is heard of. */
  cause: string;
  /** Unread notices of a group are one. */
  group: string;
  actorId: UserId | null;
  roomId?: RoomId | undefined;
  /** In the room's log: whoever has read up to there knows. */
  seq?: number | undefined;
  messageId?: MessageId | undefined;
  messageSeq?: number | undefined;
  excerpt?: string | undefined;
  detail?: string | undefined;
  at: Date;
};

/** Of one statement. */
const chunkSize = 500;
/** How long a notice waits before it is told: a person who looks at the room reads the message meanwhile, and is not told. */
const settleMs = 150;
/** What happened longer ago is no news: a service that is new in an old installation, or was away, tells nobody of last year. */
export const newsForDays = 7;

/**
 * Writes down why people are to be told. What was a cause before is none again, also after it was withdrawn; who did it is not told, nor
 * is anybody who blocked them. Those that are new join the open notice of their group, or open one, and are due in a moment.
 */
export async function addCauses(trx: Trx, causes: readonly Cause[], now: Date): Promise<void> {
  const oldest = now.getTime() - newsForDays * 86_400_000;
  const news = causes.filter(({ at }) => at.getTime() >= oldest);
  for (let from = 0; from < news.length; from += chunkSize) await addChunk(trx, news.slice(from, from + chunkSize), now);
}

async function addChunk(trx: Trx, causes: readonly Cause[], now: Date): Promise<void> {
  const fresh = await freshOf(trx, causes);
  if (fresh.length === 0) return;
  const groups = [...Map.groupBy(fresh, ({ userId, group }) => `${userId} ${group}`).values()];
  const rows = groups.flatMap((group) => {
    const [last] = group.slice(-1);
    if (last === undefined) return [];
    return {
      notice_id: notificationIdSchema.parse(randomUUIDv7()),
      user_id: last.userId,
      kind: last.kind,
      group_key: last.group,
      room_id: last.roomId ?? null,
      count: group.length,
      created_at: now,
      updated_at: now,
      due_at: new Date(now.getTime() + (last.roomId === undefined ? 0 : settleMs)),
    };
  });
  // In one order everywhere: two transactions never wait for each other.
  rows.sort((one, other) => (`${one.user_id} ${one.group_key}` < `${other.user_id} ${other.group_key}` ? -1 : 1));
  const opened = await trx
    .insertInto('notices')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['user_id', 'group_key'])
        .where('read_at', 'is', null)
        .where('withdrawn_at', 'is', null)
        .doUpdateSet(({ ref }) => ({
          count: sql<number>`notices.count + excluded.count`,
          updated_at: ref('excluded.updated_at'),
          due_at: ref('excluded.due_at'),
        })),
    )
    .returning(['notice_id', 'user_id', 'group_key'])
    .execute();
  const ids = new Map<string, NotificationId>(opened.map((row) => [`${row.user_id} ${row.group_key}`, row.notice_id]));
  const values = fresh.flatMap((cause) => {
    const noticeId = ids.get(`${cause.userId} ${cause.group}`);
    return noticeId === undefined ? [] : [rowOf(cause, noticeId)];
  });
  await trx.insertInto('causes').values(values).execute();
  noticesAdded.inc({ table: 'notices' }, rows.length);
  noticesAdded.inc({ table: 'causes' }, values.length);
}

async function freshOf(trx: Trx, causes: readonly Cause[]): Promise<Cause[]> {
  const candidates = new Map(
    causes.filter(({ userId, actorId }) => userId !== actorId).map((cause) => [`${cause.userId} ${cause.cause}`, cause]),
  );
  if (candidates.size === 0) return [];
  const list = [...candidates.values()];
  const { rows } = await sql<{ key: string }>`
    select c.user_id || ' ' || c.cause as key
      from unnest(${list.map(({ userId }) => userId)}::uuid[], ${list.map(({ cause }) => cause)}::text[], ${list.map(({ actorId }) => actorId)}::uuid[])
        as c (user_id, cause, actor_id)
     where exists (select from causes k where k.user_id = c.user_id and k.cause = c.cause)
        or exists (select from blocks b where b.blocker_id = c.user_id and b.blocked_id = c.actor_id)`.execute(trx);
  for (const { key } of rows) candidates.delete(key);
  return [...candidates.values()];
}

function rowOf(cause: Cause, notice_id: NotificationId) {
  return {
    user_id: cause.userId,
    cause: cause.cause,
    notice_id,
    actor_id: cause.actorId,
    room_id: cause.roomId ?? null,
    seq: cause.seq ?? null,
    message_id: cause.messageId ?? null,
    message_seq: cause.messageSeq ?? null,
    excerpt: cause.excerpt ?? null,
    detail: cause.detail ?? null,
    happened_at: cause.at,
  };
}
