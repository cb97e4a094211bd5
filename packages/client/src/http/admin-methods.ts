import type { AdminStats, AdminUser, AdminUserList, AdminUsersQuery, AuditList, AuditQuery, UpdateUserBody } from '@parley/contracts';
import type { Call } from './call.ts';

type Text<Query> = { [Name in keyof Query]?: string | number | undefined };

/** For administrators. Everybody else is refused with `forbidden`. */
export function adminMethods(call: Call) {
  return {
    users: (query: Text<AdminUsersQuery> = {}) => call<AdminUserList>('GET', '/admin/users', { query }),
    /** Suspend, restore, change the role. */
    updateUser: (userId: string, body: UpdateUserBody) => call<AdminUser>('PATCH', `/admin/users/${userId}`, { body }),
    audit: (query: Text<AuditQuery> = {}) => call<AuditList>('GET', '/admin/audit', { query }),
    stats: () => call<AdminStats>('GET', '/admin/stats'),
  };
}
