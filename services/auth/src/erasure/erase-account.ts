import { type EventMetadata, lockStream } from '@parley/event-store';
import { ProblemError } from '@parley/service-kit';
import { sql } from 'kysely';
import { type Administrator, actOnUser, isOnlyAdministrator } from '../administration/administrator.ts';
import { lockAudit, recordActs } from '../administration/audit.ts';
import type { AuthDatabase } from '../auth-database.ts';
import { executeOnAccount } from '../commands/execute-command.ts';
import type { AuthDependencies } from '../dependencies.ts';
import type { Act } from '../domain/audit-events.ts';
import { announceStanding, endSessions, lockSessions, openSessions } from '../sessions/end-sessions.ts';
import { addErasureTasks } from './erasure-tasks.ts';
import { erasePersonalRows } from './personal-tables.ts';

type Dependencies = Pick<AuthDependencies, 'db' | 'clock' | 'liveSessions' | 'wakeRelay' | 'wakeErasure'>;

export type EraseAccount = {
  userId: string;
  /** Left out when somebody deletes their own account: that is no act of an administrator. */
  actor?: Administrator;
  /** Asked under the account's lock. False: what was checked before (the password) is no longer so. */
  stillAllowed?: (trx: AuthDatabase) => Promise<boolean>;
};

const reason = 'account erased';

/**
 * Forgets a person: everything that this database knows of them goes in one transaction, their events stay without content, and
 * `user.deleted` tells the other services. What lies outside of the database is left to the tasks that are written down here.
 * docs/decisions/0005-forgetting-a-person.md says what stays, and why.
 *
 * @throws ProblemError `user_not_found`, `last_administrator`, `invalid_credentials`
 */
export async function eraseAccount(dependencies: Dependencies, command: EraseAccount, metadata: EventMetadata): Promise<void> {
  const { db, clock, liveSessions } = dependencies;
  const { userId, actor } = command;
  const now = clock();
  await db.transaction().execute(async (trx) => {
    // 1. Locks, in the order of everybody who administers, and all of them before the first write.
    await lockAudit(trx);
    await lockStream(trx, userId);
    if (command.stillAllowed && !(await command.stillAllowed(trx))) throw new ProblemError('invalid_credentials');
    const sessionIds = await openSessions(trx, userId, now);
    await lockSessions(trx, sessionIds);
    // 2. Decided before anything is taken away: a refusal must leave no trace, in Redis neither.
    const account = await trx.selectFrom('accounts').select(['email', 'role']).where('user_id', '=', userId).executeTakeFirst();
    if (!account) throw new ProblemError('user_not_found');
    const isLastAdministrator = account.role === 'admin' && (await isOnlyAdministrator(trx, userId));
    if (isLastAdministrator) throw new ProblemError('last_administrator');
    // 3. Whatever finds its rows by the session's or the account's goes first, for those rows go with the last event.
    await endSessions(trx, liveSessions, { userId, sessionIds, reason: 'deleted', now, metadata });
    await eraseSessionEvents(trx, userId);
    await erasePersonalRows(trx, { userId, email: account.email });
    const decision = { type: 'EraseAccount' as const, isLastAdministrator, at: now.toISOString() };
    await executeOnAccount({ trx, streamId: userId, command: decision, metadata });
    await eraseAccountEvents(trx, userId);
    await addErasureTasks(trx, userId, now);
    await recordActs(trx, actsOf(actor, userId), { now, metadata });
  });
  announceStanding(liveSessions, userId, 'deleted');
  dependencies.wakeRelay();
  dependencies.wakeErasure();
}

function actsOf(actor: Administrator | undefined, userId: string): Act[] {
  return actor ? [actOnUser(actor, 'user.erased', userId)] : [];
}

/** Where a login came from, and with what. When it began and ended stays: an event is never taken out of its stream. */
async function eraseSessionEvents(trx: AuthDatabase, userId: string): Promise<void> {
  await sql`
    select erase_event_data(e.stream_id, e.version, e.data || '{"address": null, "user_agent": null}', ${reason})
    from sessions s join events e on e.stream_id = s.session_id and e.type = 'SessionStarted'
    where s.user_id = ${userId}`.execute(trx);
}

/** Every event of the account but the last, whatever its type: a type that comes later can't be forgotten here. */
async function eraseAccountEvents(trx: AuthDatabase, userId: string): Promise<void> {
  await sql`
    select erase_event_data(stream_id, version, '{"erased": true}', ${reason})
    from events where stream_id = ${userId} and type <> 'AccountErased'`.execute(trx);
}
