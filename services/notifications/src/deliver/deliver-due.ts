import type { NotificationId, NotificationKind, RoomId, UserId } from '@parley/contracts';
import type { Nats } from '@parley/messaging';
import { sql } from 'kysely';
import { isQuiet } from '../domain/quiet-hours.ts';
import { noticesSettled } from '../metrics.ts';
import { countUnread, showNotices } from '../notices/show-notices.ts';
import { signalDevices, tellChanges } from '../notices/tell-devices.ts';
import type { NotificationsDatabase, Trx } from '../notifications-database.ts';
import { withdrawRead } from '../read/withdraw-read.ts';

export type Delivering = { db: NotificationsDatabase; nats: Nats; clock: () => Date; wakePush: () => void };

type Claimed = { notice_id: NotificationId; user_id: UserId; room_id: RoomId | null; kind: NotificationKind; due_at: Date };
type Told = { notice_id: NotificationId; user_id: UserId };

const batchSize = 200;
/** How long a replica that dies meanwhile keeps notices from the others; also the pause after a neighbour did not answer. */
const claimMs = 10_000;
/** Between pushes of one burst. */
const pushGapMs = 30_000;
/** Of a log: what reading up to a place settles. */
const toldInLog: ReadonlySet<NotificationKind> = new Set(['direct_message', 'mention', 'reply', 'message', 'reaction']);

/**
 * Tells what is due: looks at this moment who has read it already and who has left; the rest comes into the
 * lists and to the devices. Answers how many were looked at.
 * @throws RpcError when a neighbour does not answer: the notices come up again in some seconds
 */
export async function deliverDue(delivering: Delivering): Promise<number> {
  const { db, nats, clock } = delivering;
  const claimed = await claim(db, clock());
  if (claimed.length === 0) return 0;
  const places = claimed.flatMap(({ user_id, room_id, kind }) => (room_id !== null && toldInLog.has(kind) ? [{ user_id, room_id }] : []));
  const withdrawn = await withdrawRead(delivering, places);
  const quiet = await quietAmong(db, claimed, clock());
  const told = await db.transaction().execute((trx) => settle(trx, claimed, { quiet, now: clock() }));
  noticesSettled.inc({ outcome: 'told' }, told.length);
  noticesSettled.inc({ outcome: 'withdrawn' }, claimed.length - told.length);
  const unread = await countUnread(db, [...new Set(told.map(({ user_id }) => user_id))]);
  for (const { userId, notification } of await showNotices(
    db,
    told.map(({ notice_id }) => notice_id),
  )) {
    signalDevices(nats, userId, {
      kind: 'notification',
      notification,
      unread_count: unread.get(userId) ?? 0,
      silent: quiet.has(userId) && notification.kind !== 'security',
    });
  }
  const toldIds = new Set(told.map(({ notice_id }) => notice_id));
  await tellChanges(
    { db, nats },
    withdrawn.filter((id) => !toldIds.has(id)),
  );
  delivering.wakePush();
  return claimed.length;
}

async function claim(db: NotificationsDatabase, now: Date): Promise<Claimed[]> {
  const { rows } = await sql<Claimed>`
    update notices n set due_at = ${new Date(now.getTime() + claimMs)}
     where n.notice_id in (
       select notice_id from notices where due_at <= ${now} order by due_at limit ${batchSize} for update skip locked)
    returning n.notice_id, n.user_id, n.room_id, n.kind, n.due_at`.execute(db);
  return rows;
}

async function quietAmong(db: NotificationsDatabase, claimed: readonly Claimed[], now: Date): Promise<Set<UserId>> {
  const rows = await db
    .selectFrom('preferences')
    .select(['user_id', 'muted_until', 'quiet_from', 'quiet_to', 'quiet_zone'])
    .where('user_id', 'in', [...new Set(claimed.map(({ user_id }) => user_id))])
    .execute();
  return new Set(rows.filter((row) => isQuiet(row, now)).map(({ user_id }) => user_id));
}

/** A cause that came in meanwhile has moved `due_at`: it stays. */
async function settle(trx: Trx, claimed: readonly Claimed[], { quiet, now }: { quiet: ReadonlySet<UserId>; now: Date }): Promise<Told[]> {
  const ids = claimed.map(({ notice_id }) => notice_id).sort();
  const [due] = claimed;
  if (due === undefined) return [];
  // What a push says of a burst may wait: the first of it made the noise.
  const { rows: told } = await sql<Told & { again: boolean }>`
    update notices n
       set delivered_at = coalesce(n.delivered_at, ${now}::timestamptz),
           due_at = case when n.due_at = ${due.due_at} then null else n.due_at end
      from (select notice_id, delivered_at is not null as again from notices where notice_id = any(${ids}::uuid[]) order by notice_id for update) before
     where n.notice_id = before.notice_id and n.withdrawn_at is null and n.read_at is null
    returning n.notice_id, n.user_id, before.again`.execute(trx);
  await sql`update notices set due_at = null
    where notice_id = any(${ids}::uuid[]) and (withdrawn_at is not null or read_at is not null)`.execute(trx);
  const loud = told.filter(({ user_id, notice_id }) => {
    const kind = claimed.find((one) => one.notice_id === notice_id)?.kind;
    return kind === 'security' || !quiet.has(user_id);
  });
  await sql`
    insert into pushes_due (notice_id, subscription_id, due_at)
    select t.notice_id, s.subscription_id, case when t.again then ${new Date(now.getTime() + pushGapMs)}::timestamptz else ${now}::timestamptz end
      from unnest(${loud.map(({ notice_id }) => notice_id)}::uuid[], ${loud.map(({ user_id }) => user_id)}::uuid[], ${loud.map(({ again }) => again)}::boolean[])
        as t (notice_id, user_id, again)
      join push_subscriptions s on s.user_id = t.user_id
    on conflict do nothing`.execute(trx);
  await sql`
    update preferences
       set digest_due_at = coalesce(digest_due_at, ${now}::timestamptz + digest_after_minutes * interval '1 minute')
     where digest_after_minutes is not null and user_id = any(${told.map(({ user_id }) => user_id)}::uuid[])`.execute(trx);
  return told;
}
