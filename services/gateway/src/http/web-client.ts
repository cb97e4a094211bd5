import fastifyStatic from '@fastify/static';
import { type App, ProblemError, sendProblem } from '@parley/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';

const policy = [
  "default-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "object-src 'none'",
].join('; ');

/** The built web client. Files with a hash in their name never change; the page itself is asked for anew each time. */
export async function addWebClient(app: App, root: string): Promise<void> {
  await app.register(fastifyStatic, {
    root,
    wildcard: false,
    index: false,
    setHeaders(reply, path) {
      reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const page = (request: FastifyRequest, reply: FastifyReply) => sendPage(request, reply);
  app.get('/', { schema: { hide: true } }, page);
  app.get('/*', { schema: { hide: true } }, page);
}

/** Every path that a person may open leads to the page; what a program asks for and is not there is a problem. */
function sendPage(request: FastifyRequest, reply: FastifyReply) {
  const path = request.url.split('?', 1)[0] ?? '/';
  if (path.startsWith('/api/') || path.startsWith('/.well-known/') || path.includes('.'))
    return sendProblem(reply, new ProblemError('not_found'));
  return reply
    .headers({
      'content-security-policy': policy,
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-cache',
    })
    .sendFile('index.html');
}
