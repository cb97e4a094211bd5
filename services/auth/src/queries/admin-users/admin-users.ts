import { type AdminUser, type AdminUserList, type adminUsersQuerySchema, userIdSchema } from '@parley/contracts';
import { ProblemError } from '@parley/service-kit';
import { sql } from 'kysely';
import { z } from 'zod';
import type { AuthDatabase } from '../../auth-database.ts';
import { searchKey } from '../../projections/accounts/accounts-projection.ts';
import { decodeCursor, toPage } from '../cursor.ts';
import { escapeLike } from '../search-users/search-users.ts';

const sortKeySchema = z.tuple([z.int().min(0).max(8.64e15), z.uuid()]);

export type AdminUsers = z.output<typeof adminUsersQuerySchema>;

/** Everybody, the newest account first, with what only administrators may see. */
export async function adminUsers(db: AuthDatabase, query: AdminUsers, now: Date): Promise<AdminUserList> {
  const after = decodeCursor(query.cursor, sortKeySchema);
  const rows = await usersWithSessions(db, now)
    .$if(query.q !== undefined, (users) => users.where(matches(query.q ?? '')))
    .$if(query.role !== undefined, (users) => users.where('role', '=', query.role ?? 'user'))
    .$if(query.suspended !== undefined, (users) => users.where('suspended_at', query.suspended ? 'is not' : 'is', null))
    .$if(query.created_after !== undefined, (users) => users.where('created_at', '>=', new Date(query.created_after ?? 0)))
    .$if(query.created_before !== undefined, (users) => users.where('created_at', '<', new Date(query.created_before ?? 0)))
    .$if(after !== undefined, (users) => {
      const [createdMs, id] = after ?? [0, ''];
      return users.where(sql<boolean>`(created_at, accounts.user_id) < (${new Date(createdMs)}::timestamptz, ${id}::uuid)`);
    })
    .orderBy('created_at', 'desc')
    .orderBy('accounts.user_id', 'desc')
    .limit(query.limit + 1)
    .execute();
  return toPage(rows, { limit: query.limit, keyOf: (row) => [row.created_at.getTime(), row.user_id], toItem: toAdminUser });
}

/** @throws ProblemError `user_not_found` */
export async function readAdminUser(db: AuthDatabase, userId: string, now: Date): Promise<AdminUser> {
  const row = await usersWithSessions(db, now).where('accounts.user_id', '=', userId).executeTakeFirst();
  if (!row) throw new ProblemError('user_not_found');
  return toAdminUser(row);
}

function usersWithSessions(db: AuthDatabase, now: Date) {
  return db
    .selectFrom('accounts')
    .select(['accounts.user_id', 'username', 'display_name', 'avatar_url', 'bio', 'email', 'role', 'created_at', 'suspended_at'])
    .select((eb) => [
      eb
        .selectFrom('sessions')
        .select((session) => session.fn.countAll<string>().as('open'))
        .whereRef('sessions.user_id', '=', 'accounts.user_id')
        .where('sessions.ended_at', 'is', null)
        .where('sessions.expires_at', '>', now)
        .as('session_count'),
      // A device in use refreshes at least every half hour. What is over was last seen when it ended, or before.
      eb
        .selectFrom('sessions')
        .leftJoin('refresh_tokens', 'refresh_tokens.session_id', 'sessions.session_id')
        .select(sql<Date | null>`max(greatest(sessions.started_at, refresh_tokens.issued_at, sessions.ended_at))`.as('seen'))
        .whereRef('sessions.user_id', '=', 'accounts.user_id')
        .as('last_seen_at'),
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof usersWithSessions>['executeTakeFirstOrThrow']>>;

function toAdminUser({ user_id, session_count, last_seen_at, created_at, suspended_at, ...row }: Row): AdminUser {
  return {
    ...row,
    id: userIdSchema.parse(user_id),
    created_at: created_at.toISOString(),
    suspended_at: suspended_at?.toISOString() ?? null,
    session_count: Number(session_count ?? 0),
    last_seen_at: last_seen_at?.toISOString() ?? null,
  };
}

function matches(q: string) {
  const anywhere = `%${escapeLike(searchKey(q))}%`;
  return sql<boolean>`(lower(username) like ${anywhere} or display_name_key like ${anywhere} or lower(email) like ${anywhere})`;
}
