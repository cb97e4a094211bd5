import { publicProfileSchema, userIdSchema } from '@parley/contracts';
import { type App, operation, ProblemError } from '@parley/service-kit';
import { z } from 'zod';
import type { AuthDatabase } from '../../auth-database.ts';
import type { AuthDependencies } from '../../dependencies.ts';
import { presenceOf } from '../own-account/own-account.ts';

const paramsSchema = z.object({ username_or_id: z.string().min(1).max(100).meta({ example: 'ada' }) });

export function findUserRoute(app: App, dependencies: AuthDependencies): void {
  const { db, auth } = dependencies;
  const schema = operation({
    tags: ['Accounts'],
    summary: "Somebody's profile, by username or id",
    auth: true,
    params: paramsSchema,
    response: { 200: publicProfileSchema },
    errors: ['user_not_found'],
  });
  app.get('/api/v1/users/:username_or_id', { preHandler: auth, schema }, async (request) => {
    const found = await findUser(db, request.params.username_or_id);
    const presence = await presenceOf(dependencies, found.id, request.traceparent);
    // What was set for now, then what stands in the profile.
    return { ...found, status_text: presence?.status_text ?? found.status_text };
  });
}

/** A username cannot look like an id: it has no hyphens. */
async function findUser(db: AuthDatabase, usernameOrId: string) {
  const query = db
    .selectFrom('accounts')
    .select(['user_id as id', 'username', 'display_name', 'avatar_url', 'bio', 'status_text', 'created_at']);
  const byId = userIdSchema.safeParse(usernameOrId).success;
  const row = await (byId
    ? query.where('user_id', '=', usernameOrId)
    : query.where((eb) => eb(eb.fn('lower', ['username']), '=', usernameOrId.toLowerCase()))
  ).executeTakeFirst();
  if (!row) throw new ProblemError('user_not_found');
  return { ...row, created_at: row.created_at.toISOString() };
}
