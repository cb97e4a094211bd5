import { userSearchQuerySchema, userSearchResultSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { searchUsers } from './search-users.ts';

export function searchUsersRoute(app: App, { db, auth }: AuthDependencies): void {
  const schema = operation({
    tags: ['Accounts'],
    summary: 'Find people by username or display name',
    auth: true,
    querystring: userSearchQuerySchema,
    response: { 200: userSearchResultSchema },
  });
  app.get('/api/v1/users/search', { preHandler: auth, schema }, async (request) => ({ items: await searchUsers(db, request.query) }));
}
