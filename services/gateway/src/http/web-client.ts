import fastifyStatic from '@fastify/static';
import { type App, ProblemError, sendProblem } from '@parley/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Nothing inline, nothing from elsewhere, nothing that is not listed. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

/** The built web client. Files with a hash in their name never change; the page itself is asked for anew each time. */
export async function addWebClient(app: App, root: string): Promise<void> {
  await app.register(fastifyStatic, {
    root,
    wildcard: false,
    index: false,
    // The build leaves a .br and a .gz beside what is worth it.
    preCompressed: true,
    setHeaders(reply, path) {
      // A worker lives under the policy of its own script.
      reply.header('content-security-policy', policy);
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
      'cache-control': 'no-cache',
    })
    .sendFile('index.html');
}
