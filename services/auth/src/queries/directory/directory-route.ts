import { type Directory, directoryQuerySchema, directorySchema, userIdSchema } from '@parley/contracts';
import { type App, operation } from '@parley/service-kit';
import { sql } from 'kysely';
import { z } from 'zod';
import type { AuthDatabase } from '../../auth-database.ts';
import type { AuthDependencies } from '../../dependencies.ts';
import { decodeCursor, toPage } from '../cursor.ts';
import { escapeLike } from '../search-users/search-users.ts';

const ada = { id: '0199f3a0-0000-7000-8000-0000000000a1', username: 'ada', display_name: 'Ada Lovelace', avatar_url: null };
const sortKeySchema = z.tuple([z.string().max(50)]);

export function directoryRoute(app: App, { db, auth }: AuthDependencies): void {
  const schema = operation({
    tags: ['Accounts'],
    summary: 'Everybody, by username',
    description: 'People who are suspended are left out.',
    auth: true,
    querystring: directoryQuerySchema,
    response: { 200: { schema: directorySchema, example: { items: [ada], next_cursor: null, has_more: false } } },
  });
  app.get('/api/v1/users', { preHandler: auth, schema }, async (request) => readDirectory(db, request.query));
}

/** A range of the index on usernames, however many people there are. */
async function readDirectory(db: AuthDatabase, { q, cursor, limit }: z.output<typeof directoryQuerySchema>): Promise<Directory> {
  const [after] = decodeCursor(cursor, sortKeySchema) ?? [];
  const key = sql<string>`lower(username) collate "C"`;
  const rows = await db
    .selectFrom('accounts')
    .select(['user_id', 'username', 'display_name', 'avatar_url'])
    .where('suspended_at', 'is', null)
    .$if(q !== undefined, (people) => people.where(key, 'like', `${escapeLike((q ?? '').toLowerCase())}%`))
    .$if(after !== undefined, (people) => people.where(key, '>', after ?? ''))
    .orderBy(key)
    .limit(limit + 1)
    .execute();
  return toPage(rows, {
    limit,
    keyOf: (row) => [row.username.toLowerCase()],
    toItem: ({ user_id, ...profile }) => ({ id: userIdSchema.parse(user_id), ...profile }),
  });
}
