import { randomUUIDv7 } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { AuthDatabase, AuthTables } from '../auth-database.ts';
import { mails } from './mail-metrics.ts';
import { MailError } from './mailer.ts';

export type MailKind = AuthTables['mails_due']['kind'];
/** `device`: what a new one calls itself. `created_at`: when what it is about happened. */
export type DueMail = { kind: MailKind; email: string; device: string | null; created_at: Date };
export type MailToAdd = Pick<DueMail, 'kind' | 'email'> & { device?: string | null };

/** In the transaction (or the request) that wants the mail; it leaves some moments later, whatever happens to this process. */
export async function addMail(db: AuthDatabase, { kind, email, device = null }: MailToAdd, now: Date): Promise<void> {
  await db.insertInto('mails_due').values({ mail_id: randomUUIDv7(), kind, email, device, created_at: now, due_at: now }).execute();
}

export type MailQueue = {
  run(signal: AbortSignal): Promise<void>;
  /** After a commit: sends without waiting for the next look. */
  wake(): void;
};

export type MailQueueOptions = {
  db: AuthDatabase;
  clock: () => Date;
  log: Logger;
  /** Makes the mail and hands it over; false when there turns out to be nothing to send. @throws MailError to be tried again */
  deliver: (mail: DueMail) => Promise<boolean>;
  pollMs?: number;
};

/** How long after each failed try the next one comes; also how long a replica that dies while it sends keeps a mail from others. */
export const retryAfterMs = [30_000, 60_000, 300_000, 900_000, 1_800_000] as const;

/** Sends what is due, one by one. Replicas share the work: a mail is moved on before it is tried, so at most one tries at a time. */
export function createMailQueue({ db, clock, log, deliver, pollMs = 1_000 }: MailQueueOptions): MailQueue {
  let nudge = new AbortController();
  return {
    wake: () => nudge.abort(),
    async run(signal) {
      while (!signal.aborted) {
        // Before looking: a mail that is added from here on cuts the wait short.
        nudge = new AbortController();
        while (!signal.aborted && (await sendNext({ db, clock, log, deliver }))) {}
        await delay(pollMs, undefined, { signal: AbortSignal.any([signal, nudge.signal]) }).catch(() => undefined);
      }
    },
  };
}

/** One mail that is due. False when there is none. */
async function sendNext({ db, clock, log, deliver }: Omit<MailQueueOptions, 'pollMs'>): Promise<boolean> {
  const mail = await claim(db, clock());
  if (!mail) return false;
  const { mail_id, kind, attempts } = mail;
  try {
    const sent = await deliver(mail);
    mails.inc({ kind, outcome: sent ? 'sent' : 'not_needed' });
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    const last = attempts > retryAfterMs.length;
    mails.inc({ kind, outcome: last ? 'lost' : 'retried' });
    if (!last) {
      log.warn({ mail_id, kind, attempts, code: error.code }, 'a mail could not be sent and will be tried again');
      return true;
    }
    log.error({ mail_id, kind, attempts, code: error.code }, 'a mail could not be sent and was given up');
  }
  await db.deleteFrom('mails_due').where('mail_id', '=', mail_id).execute();
  return true;
}

async function claim(db: AuthDatabase, now: Date) {
  const waits = JSON.stringify([...retryAfterMs, retryAfterMs.at(-1)]);
  const nextTry = sql<Date>`${now}::timestamptz + (${waits}::jsonb ->> least(attempts::int, ${retryAfterMs.length}))::int * interval '1 ms'`;
  return db
    .updateTable('mails_due')
    .set((eb) => ({ attempts: eb('attempts', '+', 1), due_at: nextTry }))
    .where('mail_id', '=', (eb) =>
      eb.selectFrom('mails_due').select('mail_id').where('due_at', '<=', now).orderBy('due_at').limit(1).forUpdate().skipLocked(),
    )
    .returning(['mail_id', 'kind', 'email', 'device', 'created_at', 'attempts'])
    .executeTakeFirst();
}
