import { ProblemError } from '@parley/service-kit';
import type { AuthDatabase } from '../auth-database.ts';
import type { Act } from '../domain/audit-events.ts';

/** Who administers: a person over HTTP, or whoever can run commands on the server. */
export type Administrator = { kind: 'person'; userId: string } | { kind: 'system'; osUser: string };

/** The source of "is an administrator": an account with the role that is not suspended. */
export async function isAdministrator(db: AuthDatabase, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom('accounts')
    .select('user_id')
    .where('user_id', '=', userId)
    .where('role', '=', 'admin')
    .where('suspended_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Under the audit's lock: whoever took the role away a moment ago has committed. @throws ProblemError `forbidden` */
export async function requireStillAdministrator(trx: AuthDatabase, actor: Administrator): Promise<void> {
  if (actor.kind === 'person' && !(await isAdministrator(trx, actor.userId))) {
    throw new ProblemError('forbidden', 'Only administrators may do this');
  }
}

/** Under the audit's lock. Nobody but `userId` is left who could administer. */
export async function isOnlyAdministrator(trx: AuthDatabase, userId: string): Promise<boolean> {
  const other = await trx
    .selectFrom('accounts')
    .select('user_id')
    .where('role', '=', 'admin')
    .where('suspended_at', 'is', null)
    .where('user_id', '<>', userId)
    .limit(1)
    .executeTakeFirst();
  return other === undefined;
}

/** `action` on a person, as the audit has it. */
export function actOnUser(actor: Administrator, action: string, userId: string, detail: Act['detail'] = {}): Act {
  return { ...actorOf(actor, detail), action, target_type: 'user', target_id: userId };
}

export function actorOf(actor: Administrator, detail: Act['detail'] = {}): Pick<Act, 'actor_id' | 'detail'> {
  return actor.kind === 'person'
    ? { actor_id: actor.userId, detail }
    : { actor_id: 'system', detail: { ...detail, os_user: actor.osUser } };
}
