import { type MailNotice, mailNoticeRpc } from '@parley/contracts';
import { type Nats, RpcRefusal, type RpcServer, serveRpc } from '@parley/messaging';
import type { AuthDatabase } from '../auth-database.ts';
import { mails } from './mail-metrics.ts';
import { digestMail } from './mail-texts.ts';
import { MailError, type Mailer } from './mailer.ts';

export type MailNotices = { db: AuthDatabase; mailer: Mailer; publicUrl: string };

/**
 * Hands a mail over to whom it is for, if there is (still) such an account and its address is known to be theirs: nobody is mailed about
 * somebody else's life because of a typing error. Whoever asks tries again when it could not be.
 */
export async function mailNotice(
  { db, mailer, publicUrl }: MailNotices,
  { user_id, template, data }: MailNotice,
): Promise<{ sent: boolean }> {
  const account = await db
    .selectFrom('accounts')
    .select(['username', 'email', 'email_verified'])
    .where('user_id', '=', user_id)
    .executeTakeFirst();
  if (!account?.email_verified) {
    mails.inc({ kind: template, outcome: 'not_needed' });
    return { sent: false };
  }
  try {
    await mailer.send({ to: account.email, ...digestMail({ username: account.username, counts: data, publicUrl }) });
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    mails.inc({ kind: template, outcome: 'retried' });
    throw new RpcRefusal('unavailable', 'the mail could not be handed over');
  }
  mails.inc({ kind: template, outcome: 'sent' });
  return { sent: true };
}

export function serveMailNotices(nats: Nats, notices: MailNotices): Promise<RpcServer> {
  return serveRpc(nats, mailNoticeRpc, (notice) => mailNotice(notices, notice));
}
