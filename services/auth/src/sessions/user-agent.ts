import type { FastifyRequest } from 'fastify';

/** As much of it as anybody wants to read. */
export function userAgentOf(request: FastifyRequest): string | null {
  return request.headers['user-agent']?.slice(0, 300) ?? null;
}
