import type { AuthDatabase } from '../auth-database.ts';
import { addMail, type MailKind } from './mail-queue.ts';

type Notice = { userId: string; kind: MailKind; device?: string | null; now: Date };

/** A mail to the owner of an account about what just happened to it, in the transaction in which it does. */
export async function addNotice(trx: AuthDatabase, { userId, now, ...mail }: Notice): Promise<void> {
  const { email } = await trx.selectFrom('accounts').select('email').where('user_id', '=', userId).executeTakeFirstOrThrow();
  await addMail(trx, { ...mail, email }, now);
}
