import type { FastifyRequest } from 'fastify';
import { ProblemError } from './problem-error.ts';

export type AdministratorCheck = {
  /** The route's usual `authenticate`. */
  auth: (request: FastifyRequest) => Promise<void>;
  /** Asked at the source, on every request: a role that was taken away counts at once, whatever a token still says. */
  isAdministrator: (userId: string, traceparent: string) => Promise<boolean>;
};

/**
 * A `preHandler` for administrators' routes. The token's role keeps everybody else from costing a question.
 * @throws ProblemError `unauthenticated`, `token_expired`, `forbidden`; whatever `isAdministrator` throws when it can't be told
 */
export function administratorsOnly({ auth, isAdministrator }: AdministratorCheck): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    await auth(request);
    const { role, userId } = request.actor;
    if (role !== 'admin' || !(await isAdministrator(userId, request.traceparent))) {
      throw new ProblemError('forbidden', 'Only administrators may do this');
    }
  };
}
