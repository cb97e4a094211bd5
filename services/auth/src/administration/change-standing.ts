import { type EventMetadata, lockStream } from '@parley/event-store';
import type { AuthDatabase } from '../auth-database.ts';
import { executeOnAccount } from '../commands/execute-command.ts';
import type { AuthDependencies } from '../dependencies.ts';
import type { Role } from '../domain/account.ts';
import type { Act } from '../domain/audit-events.ts';
import { announceStanding, endSessions, lockSessions, openSessions } from '../sessions/end-sessions.ts';
import { type Administrator, actOnUser, isOnlyAdministrator, requireStillAdministrator } from './administrator.ts';
import { lockAudit, recordActs } from './audit.ts';

type Dependencies = Pick<AuthDependencies, 'db' | 'clock' | 'liveSessions' | 'wakeRelay'>;

export type ChangeStanding = {
  actor: Administrator;
  userId: string;
  /** Only what is given changes. */
  suspended?: boolean | undefined;
  role?: Role | undefined;
};

type Change = { trx: AuthDatabase; userId: string; now: Date; metadata: EventMetadata; sessionIds: readonly string[] };

/**
 * Suspends, restores, makes or unmakes an administrator. Suspending ends every session; a new role makes every access token of the
 * person void, so that each device asks for one that says what is so.
 *
 * @throws ProblemError `forbidden`, `user_not_found`, `last_administrator`
 */
export async function changeStanding(dependencies: Dependencies, command: ChangeStanding, metadata: EventMetadata): Promise<void> {
  const { db, clock, liveSessions } = dependencies;
  const { actor, userId } = command;
  const now = clock();
  const acts = await db.transaction().execute(async (trx) => {
    // 1. Locks, always in this order, and all of them before the first write.
    await lockAudit(trx);
    await lockStream(trx, userId);
    const sessionIds = await openSessions(trx, userId, now);
    await lockSessions(trx, sessionIds);
    await requireStillAdministrator(trx, actor);
    // 2. Decide and record.
    const change = { trx, userId, now, metadata, sessionIds };
    const done: Act[] = [];
    if (command.role !== undefined && (await changeRole(dependencies, change, command.role))) {
      done.push(actOnUser(actor, 'user.role_changed', userId, { role: command.role }));
    }
    if (command.suspended === true && (await suspend(dependencies, change))) done.push(actOnUser(actor, 'user.suspended', userId));
    if (command.suspended === false && (await restore(change))) done.push(actOnUser(actor, 'user.restored', userId));
    await recordActs(trx, done, { now, metadata });
    return done.map(({ action }) => action);
  });
  if (acts.length === 0) return;
  if (acts.includes('user.suspended')) announceStanding(liveSessions, userId, 'suspended');
  else if (acts.includes('user.role_changed')) announceStanding(liveSessions, userId, 'tokens_outdated');
  dependencies.wakeRelay();
}

async function changeRole({ liveSessions }: Dependencies, change: Change, role: Role): Promise<boolean> {
  const { trx, userId, now, sessionIds } = change;
  const isLastAdministrator = await isOnlyAdministrator(trx, userId);
  const command = { type: 'ChangeRole' as const, role, isLastAdministrator, at: now.toISOString() };
  const events = await executeOnAccount({ trx, streamId: userId, command, metadata: change.metadata });
  // The sessions go on. Their refreshes wait for the sessions' locks, so what they are given says the new role.
  if (events.length > 0) await liveSessions.end(...sessionIds);
  return events.length > 0;
}

async function suspend({ liveSessions }: Dependencies, change: Change): Promise<boolean> {
  const { trx, userId, now, metadata, sessionIds } = change;
  const isLastAdministrator = await isOnlyAdministrator(trx, userId);
  const command = { type: 'SuspendAccount' as const, isLastAdministrator, at: now.toISOString() };
  const events = await executeOnAccount({ trx, streamId: userId, command, metadata });
  if (events.length > 0) await endSessions(trx, liveSessions, { userId, sessionIds, reason: 'suspended', now, metadata });
  return events.length > 0;
}

async function restore({ trx, userId, now, metadata }: Change): Promise<boolean> {
  const command = { type: 'RestoreAccount' as const, at: now.toISOString() };
  return (await executeOnAccount({ trx, streamId: userId, command, metadata })).length > 0;
}
