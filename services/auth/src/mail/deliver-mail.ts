import type { AuthDatabase } from '../auth-database.ts';
import { issueResetToken, withdrawResetToken } from '../password-reset/reset-token.ts';
import type { DueMail } from './mail-queue.ts';
import { passwordChangedMail, passwordResetMail } from './mail-texts.ts';
import type { Mailer } from './mailer.ts';

export type Delivery = { db: AuthDatabase; clock: () => Date; mailer: Mailer; publicUrl: string };

/**
 * Makes the mail and sends it, to the address that the account has, which may be spelt differently from what somebody typed.
 * Only here is it found out whether there is such an account: the request that asked has long been answered.
 */
export async function deliverMail(delivery: Delivery, { kind, email }: DueMail): Promise<boolean> {
  const account = await delivery.db
    .selectFrom('accounts')
    .select(['user_id', 'username', 'email'])
    .where((eb) => eb(eb.fn('lower', ['email']), '=', email.toLowerCase()))
    .executeTakeFirst();
  if (!account) return false;
  const to = account.email;
  const page = (path: string) => `${delivery.publicUrl.replace(/\/+$/, '')}${path}`;
  if (kind === 'password_changed') {
    const link = page('/forgot');
    await delivery.mailer.send({ to, ...passwordChangedMail({ username: account.username, link }) });
    return true;
  }
  const token = await issueResetToken(delivery.db, account.user_id, delivery.clock());
  if (token === undefined) return false;
  // After `#`, which browsers keep to themselves: no server, proxy or referrer sees it.
  const link = page(`/reset#token=${token}`);
  try {
    await delivery.mailer.send({ to, ...passwordResetMail({ username: account.username, link }) });
  } catch (error) {
    await withdrawResetToken(delivery.db, token);
    throw error;
  }
  return true;
}
