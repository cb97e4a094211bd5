import type { Account, DeleteAccountBody, Directory, PublicProfile, UpdateAccountBody, UserSearchResult } from '@parley/contracts';
import type { Call } from './call.ts';
import type { Page } from './paging.ts';
import type { Session } from './session.ts';

export function usersMethods(call: Call, session: Session) {
  return {
    me: () => call<Account>('GET', '/users/me'),
    async updateMe(body: UpdateAccountBody): Promise<Account> {
      const user = await call<Account>('PATCH', '/users/me', { body });
      session.setUser(user);
      return user;
    },
    search: (query: { q: string; limit?: number }, signal?: AbortSignal) =>
      call<UserSearchResult>('GET', '/users/search', { query, signal }),
    /** Everybody, by username. */
    directory: (query: Page & { q?: string } = {}) => call<Directory>('GET', '/users', { query }),
    /** Everything that is kept about oneself, as lines of JSON. Once in ten minutes. */
    exportMe: () => call<string>('GET', '/users/me/export', { as: 'text', timeoutMs: 300_000 }),
    /** The account, for good. */
    async deleteMe(body: DeleteAccountBody): Promise<void> {
      await call<undefined>('DELETE', '/users/me', { body });
      session.end();
    },
    get: (usernameOrId: string) => call<PublicProfile>('GET', `/users/${encodeURIComponent(usernameOrId)}`),
  };
}
