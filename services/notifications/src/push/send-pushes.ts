import { connectedUsersRpc, type NotificationId, type PushPayload, type UserId } from '@parley/contracts';
import { type Nats, requestRpc } from '@parley/messaging';
import { sql } from 'kysely';
import { isQuiet, type QuietPreferences } from '../domain/quiet-hours.ts';
import { pushesSent } from '../metrics.ts';
import { countUnread, showNotices } from '../notices/show-notices.ts';
import type { NotificationsDatabase } from '../notifications-database.ts';
import { type PushTransport, requestPush } from './push-request.ts';

export type Pushing = { db: NotificationsDatabase; nats: Nats; clock: () => Date; transport: PushTransport };

type DuePush = QuietPreferences & {
  notice_id: NotificationId;
  subscription_id: string;
  attempts: number;
  user_id: UserId;
  endpoint: string;
  p256dh: string;
  auth: string;
  still_news: boolean;
  security: boolean;
};
type Outcome = 'sent' | 'not_needed' | 'retried' | 'lost' | 'gone';

const batchSize = 20;
/** After each failed try; also how long a replica that dies while it sends keeps a push from others. */
export const retryAfterSeconds = [30, 120, 600] as const;

/** Sends what is due, some at once. A push is for whom no device shows it: not for those who are connected, have read it, or sleep. */
export async function sendPushes(pushing: Pushing): Promise<number> {
  const { db, nats, clock } = pushing;
  const due = await claim(db, clock());
  if (due.length === 0) return 0;
  const user_ids = [...new Set(due.map(({ user_id }) => user_id))];
  const { connected } = await requestRpc(nats, connectedUsersRpc, { user_ids }, { timeoutMs: 3_000 });
  const unread = await countUnread(db, user_ids);
  const shown = new Map(
    (
      await showNotices(
        db,
        due.map(({ notice_id }) => notice_id),
      )
    ).map((one) => [one.notification.id, one.notification]),
  );
  await Promise.all(
    due.map(async (push) => {
      const notification = shown.get(push.notice_id);
      const quiet = !push.security && isQuiet(push, clock());
      const needed = notification && push.still_news && !quiet && !connected.includes(push.user_id);
      const payload = notification && { notification, unread_count: unread.get(push.user_id) ?? 0 };
      const outcome = needed && payload ? await sendOne(pushing, push, payload) : 'not_needed';
      pushesSent.inc({ outcome });
      await conclude(db, push, outcome);
    }),
  );
  return due.length;
}

async function claim(db: NotificationsDatabase, now: Date): Promise<DuePush[]> {
  const waits = [...retryAfterSeconds, retryAfterSeconds[2]];
  const { rows } = await sql<DuePush>`
    with claimed as (
      update pushes_due d
         set attempts = d.attempts + 1,
             due_at = ${now}::timestamptz + (${waits}::integer[])[least(d.attempts + 1, ${waits.length})] * interval '1 second'
       where (d.notice_id, d.subscription_id) in (
         select notice_id, subscription_id from pushes_due where due_at <= ${now} order by due_at limit ${batchSize} for update skip locked)
      returning d.*
    )
    select d.notice_id, d.subscription_id, d.attempts, s.user_id, s.endpoint, s.p256dh, s.auth, n.kind = 'security' as security,
           n.withdrawn_at is null and n.read_at is null as still_news, p.muted_until, p.quiet_from, p.quiet_to, p.quiet_zone
      from claimed d
      join push_subscriptions s using (subscription_id)
      join notices n using (notice_id)
      left join preferences p on p.user_id = s.user_id`.execute(db);
  return rows;
}

async function sendOne({ transport }: Pushing, push: DuePush, payload: PushPayload): Promise<Outcome> {
  try {
    // A later push of the same notice takes the place of one that the push service still has.
    const topic = push.notice_id.replaceAll('-', '');
    const status = await requestPush(transport, push, { payload: JSON.stringify(payload), topic });
    if (status >= 200 && status < 300) return 'sent';
    if (status === 404 || status === 410) return 'gone';
    if (status !== 429 && status < 500) return 'lost';
  } catch {
    // What the error says names the endpoint: a secret of the person's browser.
  }
  return push.attempts > retryAfterSeconds.length ? 'lost' : 'retried';
}

async function conclude(db: NotificationsDatabase, push: DuePush, outcome: Outcome): Promise<void> {
  if (outcome === 'retried') return;
  if (outcome === 'gone') {
    await db.deleteFrom('push_subscriptions').where('subscription_id', '=', push.subscription_id).execute();
    return;
  }
  await db.deleteFrom('pushes_due').where('notice_id', '=', push.notice_id).where('subscription_id', '=', push.subscription_id).execute();
}
