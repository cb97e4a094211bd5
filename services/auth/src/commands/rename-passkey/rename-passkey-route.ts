import { passkeyParamsSchema, renamePasskeyBodySchema } from '@parley/contracts';
import { type App, operation, ProblemError } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';

export function renamePasskeyRoute(app: App, { db, auth }: AuthDependencies): void {
  const schema = operation({
    tags: ['Second factors'],
    summary: 'Call a passkey something else',
    auth: true,
    params: passkeyParamsSchema,
    body: renamePasskeyBodySchema,
    response: { 204: null },
    errors: ['not_found'],
  });
  // A label for its owner's eyes: no event, for nothing that anybody relies on has changed.
  app.patch('/api/v1/auth/passkeys/:id', { preHandler: auth, schema }, async (request, reply) => {
    const renamed = await db
      .updateTable('passkeys')
      .set({ name: request.body.name })
      .where('passkey_id', '=', request.params.id)
      .where('user_id', '=', request.actor.userId)
      .executeTakeFirst();
    if (renamed.numUpdatedRows !== 1n) throw new ProblemError('not_found');
    return reply.code(204).send();
  });
}
