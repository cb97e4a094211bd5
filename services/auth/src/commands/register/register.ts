import { randomUUIDv7 } from 'node:crypto';
import type { EventMetadata } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { addMail } from '../../mail/mail-queue.ts';
import { refuseCommonPassword } from '../../passwords/common-passwords.ts';
import { emailTaken, usernameTaken } from '../../queries/availability/taken.ts';
import { executeOnAccount } from '../execute-command.ts';

export type Register = { email: string; username: string; display_name: string; password: string };

/** Makes an account and returns its id. @throws ProblemError `validation_failed`, `email_taken`, `username_taken`, `unavailable` */
export async function register(dependencies: AuthDependencies, command: Register, metadata: EventMetadata): Promise<string> {
  const { db, passwords, clock } = dependencies;
  const { password, ...identity } = command;
  const verification = dependencies.config.PARLEY_EMAIL_VERIFICATION !== 'off';
  refuseCommonPassword(password, 'body.password');
  // 1. The usual case of "taken" should not cost a hash. The unique indexes below decide for good.
  if (await emailTaken(db, identity.email)) throw new ProblemError('email_taken');
  if (await usernameTaken(db, identity.username)) throw new ProblemError('username_taken');
  // 2. Outside of the transaction: it takes long.
  const password_hash = await passwords.hash(password);
  // 3. Event, read model and credential together, or nothing.
  const userId = randomUUIDv7();
  const now = clock();
  try {
    await db.transaction().execute(async (trx) => {
      const decision = { type: 'RegisterAccount' as const, ...identity, role: 'user' as const, at: now.toISOString() };
      await executeOnAccount({ trx, streamId: userId, command: decision, metadata: { ...metadata, actor_id: userId } });
      if (verification) await addMail(trx, { kind: 'email_verification', email: identity.email }, now);
      await trx.insertInto('credentials').values({ user_id: userId, password_hash, changed_at: now }).execute();
    });
  } catch (error) {
    throw takenBySomebodyElse(error) ?? error;
  }
  if (verification) {
    // The login that usually follows at once shall not send a second one.
    await dependencies.verificationLimit.take(userId);
    dependencies.wakeMail();
  }
  dependencies.wakeRelay();
  return userId;
}

/** Two people who register at the same moment meet here. */
function takenBySomebodyElse(error: unknown): ProblemError | undefined {
  if (!(error instanceof Error) || !('constraint' in error)) return undefined;
  if (error.constraint === 'accounts_email_taken') return new ProblemError('email_taken');
  if (error.constraint === 'accounts_username_taken') return new ProblemError('username_taken');
  return undefined;
}
