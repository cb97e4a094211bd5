import type { FastifyRequest } from 'fastify';
import { ProblemError } from './problem-error.ts';
import { type Actor, createTokenVerifier, type TokenVerifier, type TokenVerifierOptions } from './token-verifier.ts';

const actors = new WeakMap<FastifyRequest, Actor>();

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks. Throws `unauthenticated` on a route without `authenticate`, so forgetting it can only refuse. */
    readonly actor: Actor;
  }
}

export function actorOf(request: FastifyRequest): Actor {
  const actor = actors.get(request);
  if (!actor) throw new ProblemError('unauthenticated');
  return actor;
}

/** Who asks, where that is known. */
export function knownActorOf(request: FastifyRequest): Actor | undefined {
  return actors.get(request);
}

/** A `preHandler` that lets only requests with a good `Authorization: Bearer` token through. */
export function authenticate(
  source: Pick<TokenVerifier, 'verifyAccessToken'> | TokenVerifierOptions,
): (request: FastifyRequest) => Promise<void> {
  const verifier = 'verifyAccessToken' in source ? source : createTokenVerifier(source);
  return async (request) => {
    const actor = await verifier.verifyAccessToken(bearerToken(request.headers.authorization));
    actors.set(request, actor);
  };
}

function bearerToken(header: string | undefined): string {
  const token = /^Bearer +([A-Za-z0-9._~+/=-]{1,8192})$/i.exec(header ?? '')?.[1];
  if (!token) throw new ProblemError('unauthenticated', 'A bearer token is needed');
  return token;
}
