import { lockStream } from '@parley/event-store';
import { actOnUser } from '../administration/administrator.ts';
import { lockAudit, recordActs } from '../administration/audit.ts';
import { resetSecondFactors } from '../mfa/for-administration.ts';
import { endSessions, lockSessions, openSessions } from '../sessions/end-sessions.ts';
import type { AccountCommand } from './account-command.ts';
import { findAccount } from './find-account.ts';

/** For somebody who lost their device. Every session ends: whoever took the device is out too. */
export const resetMfa: AccountCommand = {
  usage: 'user reset-mfa <id, address or username> [--json]',
  async run(context, args) {
    const { db, clock, liveSessions, actor } = context;
    const { user_id: userId, username } = await findAccount(db, args);
    const now = clock();
    const removed = await db.transaction().execute(async (trx) => {
      await lockAudit(trx);
      await lockStream(trx, userId);
      const sessionIds = await openSessions(trx, userId, now);
      await lockSessions(trx, sessionIds);
      await endSessions(trx, liveSessions, { userId, sessionIds, reason: 'revoked', now, metadata: {} });
      const factors = await resetSecondFactors(trx, { userId, now, metadata: {} });
      await recordActs(trx, [actOnUser(actor, 'user.mfa_reset', userId, { factors: String(factors) })], { now, metadata: {} });
      return factors;
    });
    liveSessions.announce(userId, { kind: 'session.ended', reason: 'revoked' });
    const text = removed === 0 ? `${username} had no second factor.` : `${username} logs in with the password alone again.`;
    return { json: { user_id: userId, factors_removed: removed }, text: `${text} Every session is ended.` };
  },
};
