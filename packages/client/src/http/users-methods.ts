import type { Account, PublicProfile, UpdateAccountBody, UserSearchResult } from '@parley/contracts';
import type { Call } from './call.ts';
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
    get: (usernameOrId: string) => call<PublicProfile>('GET', `/users/${encodeURIComponent(usernameOrId)}`),
  };
}
