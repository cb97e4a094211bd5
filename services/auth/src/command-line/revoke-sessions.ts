import { lockStream } from '@parley/event-store';
import { actOnUser } from '../administration/administrator.ts';
import { lockAudit, recordActs } from '../administration/audit.ts';
import type { Act } from '../domain/audit-events.ts';
import { announceEnds, endSessions, lockSessions, openSessions } from '../sessions/end-sessions.ts';
import { type AccountCommand, CommandError } from './account-command.ts';
import { findAccount } from './find-account.ts';

/** All sessions of a person, or the one whose id is given. */
export const revokeSessions: AccountCommand = {
  usage: 'session revoke <id of the session, or id, address or username of the person> [--json]',
  async run(context, args) {
    const { db, clock, liveSessions, actor } = context;
    const named = await findSession(context, args);
    const userId = named?.user_id ?? (await findAccount(db, args)).user_id;
    const now = clock();
    const reason = 'revoked' as const;
    const sessionIds = await db.transaction().execute(async (trx) => {
      await lockAudit(trx);
      await lockStream(trx, userId);
      const open = await openSessions(trx, userId, now);
      const ending = named ? open.filter((id) => id === named.session_id) : open;
      if (named && ending.length === 0) throw new CommandError('This session is over already.');
      await lockSessions(trx, ending);
      await endSessions(trx, liveSessions, { userId, sessionIds: ending, reason, now, metadata: {} });
      const detail: Act['detail'] = named ? { session_id: named.session_id } : { sessions: String(ending.length) };
      await recordActs(trx, [actOnUser(actor, 'sessions.revoked', userId, detail)], { now, metadata: {} });
      return ending;
    });
    announceEnds(liveSessions, { userId, sessionIds, reason });
    const text = sessionIds.length === 1 ? 'One session is ended.' : `${sessionIds.length} sessions are ended.`;
    return { json: { user_id: userId, session_ids: sessionIds }, text };
  },
};

async function findSession({ db }: Parameters<AccountCommand['run']>[0], [name, ...rest]: readonly string[]) {
  if (name === undefined || rest.length > 0 || !/^[0-9a-f-]{36}$/i.test(name)) return undefined;
  return db.selectFrom('sessions').select(['session_id', 'user_id']).where('session_id', '=', name).executeTakeFirst();
}
