import { type Availability, availabilityQuerySchema, availabilitySchema } from '@parley/contracts';
import { type App, operation, ProblemError } from '@parley/service-kit';
import type { AuthDependencies } from '../../dependencies.ts';
import { emailTaken, usernameTaken } from './taken.ts';

export function availabilityRoute(app: App, { db, config, availabilityLimit }: AuthDependencies): void {
  const schema = operation({
    tags: ['Accounts'],
    summary: 'Whether an address or username is free',
    querystring: availabilityQuerySchema,
    response: { 200: availabilitySchema },
    errors: ['not_found', 'too_many_requests'],
  });
  app.get('/api/v1/auth/availability', { schema }, async (request) => {
    if (config.PARLEY_AVAILABILITY === 'off') throw new ProblemError('not_found');
    await availabilityLimit.take(request.ip);
    const { email, username } = request.query;
    const answer: Availability = {};
    if (email !== undefined) answer.email_available = !(await emailTaken(db, email));
    if (username !== undefined) answer.username_available = !(await usernameTaken(db, username));
    return answer;
  });
}
