import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuthDependencies } from '../dependencies.ts';
import { ownAccount } from '../queries/own-account/own-account.ts';
import type { LoggedIn } from './start-signed-in-session.ts';
import { answerTokens } from './token-pair.ts';

type Context = { request: FastifyRequest; reply: FastifyReply; dependencies: AuthDependencies };

/** Tokens, cookie and account: what every way to sign in ends with. */
export async function answerLogin({ request, reply, dependencies }: Context, session: LoggedIn) {
  const user = await ownAccount(dependencies, session.userId, request.traceparent);
  return { ...answerTokens({ request, reply, config: dependencies.config }, session, dependencies.clock()), user };
}
