import { presenceSchema, setStatusBodySchema } from '@parley/contracts';
import { type App, operation, ProblemError } from '@parley/service-kit';
import type { PresenceDependencies } from '../../dependencies.ts';
import { readPresence } from '../../queries/read-presence/read-presence.ts';
import { setStatus } from './set-status.ts';

const example = { user_id: '0199f3a0-0000-7000-8000-0000000000a1', status: 'busy', status_text: 'At lunch', last_seen_at: null };

export function setStatusRoute(app: App, dependencies: PresenceDependencies): void {
  const schema = operation({
    tags: ['Presence'],
    summary: 'What you are shown as',
    description:
      'While you are connected anywhere; invisible is offline to everybody. Answered with how you are shown now. At `expires_at` status ' +
      'and text are taken back.',
    auth: true,
    body: setStatusBodySchema,
    response: { 200: { schema: presenceSchema, example } },
  });
  app.post('/api/v1/users/me/status', { preHandler: dependencies.auth, schema }, async (request) => {
    const { userId, username } = request.actor;
    const { expires_at } = request.body;
    if (expires_at != null && Date.parse(expires_at) <= Date.now()) {
      const errors = [{ path: 'body.expires_at', message: 'is over already' }];
      throw new ProblemError('validation_failed', undefined, { errors });
    }
    await setStatus(dependencies, { userId, username }, request.body);
    const [shown] = await readPresence(dependencies, [userId]);
    if (!shown) throw new Error('presence is known of everybody');
    return shown;
  });
}
