import { connectedUsersRpc, mailNoticeRpc, type UserId } from '@parley/contracts';
import { type Nats, RpcError, requestRpc } from '@parley/messaging';
import { sql } from 'kysely';
import { isQuiet, type QuietPreferences } from '../domain/quiet-hours.ts';
import type { NotificationsDatabase } from '../notifications-database.ts';

export type Digesting = { db: NotificationsDatabase; nats: Nats; clock: () => Date };

type Due = QuietPreferences & { user_id: UserId; digest_after_minutes: number; digested_until: Date };

const batchSize = 50;
/** After a mail could not be handed over, and while somebody does not want to be disturbed. */
const againAfterMs = 10 * 60_000;

/**
 * Mails those who want it and have been away for as long as they said: how much of what is unread they have not been mailed about. Who
 * is there is looked at later; who reads meanwhile is not mailed. Numbers alone: what people wrote does not go by mail.
 */
export async function sendDigests({ db, nats, clock }: Digesting): Promise<number> {
  const now = clock();
  const due = await claim(db, now);
  if (due.length === 0) return 0;
  const user_ids = due.map(({ user_id }) => user_id);
  const { connected } = await requestRpc(nats, connectedUsersRpc, { user_ids }, { timeoutMs: 3_000 });
  for (const person of due) {
    const counts = await countFresh(db, person);
    if (counts.unread === 0) await settle(db, person.user_id, { dueAt: null });
    else if (connected.includes(person.user_id)) {
      await settle(db, person.user_id, { dueAt: new Date(now.getTime() + person.digest_after_minutes * 60_000) });
    } else if (!isQuiet(person, now)) await mail({ db, nats, clock }, person, counts);
  }
  return due.length;
}

/** Moved on before it is tried, so that replicas do not mail twice. */
async function claim(db: NotificationsDatabase, now: Date): Promise<Due[]> {
  const { rows } = await sql<Due>`
    update preferences p set digest_due_at = ${new Date(now.getTime() + againAfterMs)}
     where p.user_id in (
       select user_id from preferences where digest_after_minutes is not null and digest_due_at <= ${now}
        order by digest_due_at limit ${batchSize} for update skip locked)
    returning p.user_id, p.digest_after_minutes, p.digested_until, p.muted_until, p.quiet_from, p.quiet_to, p.quiet_zone`.execute(db);
  return rows;
}

type Counts = { unread: number; direct_messages: number; mentions: number; until: Date };

async function countFresh(db: NotificationsDatabase, { user_id, digested_until }: Due): Promise<Counts> {
  const { rows } = await sql<Counts>`
    select coalesce(sum(n.count), 0)::int as unread,
           coalesce(sum(n.count) filter (where n.kind = 'direct_message'), 0)::int as direct_messages,
           coalesce(sum(n.count) filter (where n.kind in ('mention', 'reply')), 0)::int as mentions,
           coalesce(max(n.updated_at), now()) as until
      from notices n
     where n.user_id = ${user_id} and n.delivered_at is not null and n.withdrawn_at is null and n.read_at is null
       and n.updated_at > ${digested_until}`.execute(db);
  return rows[0] ?? { unread: 0, direct_messages: 0, mentions: 0, until: digested_until };
}

async function mail({ db, nats }: Digesting, { user_id }: Due, { until, ...counts }: Counts): Promise<void> {
  const data = Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, String(count)]));
  try {
    await requestRpc(nats, mailNoticeRpc, { user_id, template: 'digest', data }, { timeoutMs: 15_000 });
  } catch (error) {
    // Stays claimed: tried again when the claim is over.
    if (error instanceof RpcError) return;
    throw error;
  }
  await settle(db, user_id, { dueAt: null, until });
}

async function settle(db: NotificationsDatabase, userId: UserId, { dueAt, until }: { dueAt: Date | null; until?: Date }): Promise<void> {
  await db
    .updateTable('preferences')
    .set({ digest_due_at: dueAt, ...(until ? { digested_until: until } : {}) })
    .where('user_id', '=', userId)
    .execute();
}
