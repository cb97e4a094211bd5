import type { AuthDatabase } from '../auth-database.ts';
import { issueVerificationToken, withdrawVerificationToken } from '../email-verification/verification-token.ts';
import { issueResetToken, withdrawResetToken } from '../password-reset/reset-token.ts';
import type { DueMail } from './mail-queue.ts';
import { type MailText, noticeMail, passwordChangedMail, passwordResetMail, verificationMail } from './mail-texts.ts';
import type { Mailer } from './mailer.ts';

export type Delivery = { db: AuthDatabase; clock: () => Date; mailer: Mailer; publicUrl: string };

/**
 * Makes the mail and sends it, to the address that the account has, which may be spelt differently from what somebody typed.
 * Only here is it found out whether there is such an account: the request that asked has long been answered.
 */
export async function deliverMail(delivery: Delivery, { kind, email, device, created_at }: DueMail): Promise<boolean> {
  const account = await delivery.db
    .selectFrom('accounts')
    .select(['user_id', 'username', 'email', 'email_verified'])
    .where((eb) => eb(eb.fn('lower', ['email']), '=', email.toLowerCase()))
    .executeTakeFirst();
  if (!account) return false;
  const { mailer, db, clock } = delivery;
  const { user_id: userId, username, email: to } = account;
  const page = (path: string) => `${delivery.publicUrl.replace(/\/+$/, '')}${path}`;
  const send = (text: MailText) => mailer.send({ to, ...text });
  switch (kind) {
    case 'password_changed':
      await send(passwordChangedMail({ username, link: page('/forgot') }));
      return true;
    case 'password_reset': {
      const token = await issueResetToken(db, userId, clock());
      if (token === undefined) return false;
      const text = passwordResetMail({ username, link: page(`/reset#token=${token}`) });
      return orWithdraw(send(text), () => withdrawResetToken(db, token));
    }
    case 'email_verification': {
      if (account.email_verified) return false;
      const token = await issueVerificationToken(db, userId, clock());
      if (token === undefined) return false;
      const text = verificationMail({ username, link: page(`/verify#token=${token}`) });
      return orWithdraw(send(text), () => withdrawVerificationToken(db, token));
    }
    default:
      await send(noticeMail(kind, { username, link: page('/settings/security'), device, at: created_at }));
      return true;
  }
}

/**
 * A link of a mail that did not leave is of no use to anybody. (Its token stands after `#`, which browsers keep to themselves: no
 * server, proxy or referrer sees it.)
 */
async function orWithdraw(sending: Promise<void>, withdraw: () => Promise<void>): Promise<boolean> {
  try {
    await sending;
    return true;
  } catch (error) {
    await withdraw();
    throw error;
  }
}
