import replyFrom from '@fastify/reply-from';
import { type App, ProblemError, sendProblem } from '@parley/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { routingTable, type Upstream, uploadRoute } from './routing-table.ts';

export type ProxyOptions = {
  urls: Readonly<Record<Upstream, string>>;
  /** Of one uploaded file. */
  maxUploadBytes: number;
};

const upstreamTimeoutMs = 15_000;
const bodyLimitBytes = 256 * 1024;

/** The HTTP front door: every API path goes to its service as it came, body unparsed. */
export async function addProxy(app: App, { urls, maxUploadBytes }: ProxyOptions): Promise<void> {
  await app.register(async (scope) => {
    // Gathered, since a service that refuses a body halfway would break the connection under it; parsed by the services.
    scope.addHook('onRequest', refuseLarger(bodyLimitBytes, `A body may have at most ${bodyLimitBytes} bytes`));
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: bodyLimitBytes }, (_request, body, done) => done(null, body));
    await scope.register(replyFrom, {
      undici: { connections: 64, pipelining: 1, headersTimeout: upstreamTimeoutMs },
      disableRequestLogging: true,
    });
    for (const [path, upstream] of routingTable) {
      scope.all(path, { schema: { hide: true } }, (request, reply) => forward(request, reply, urls[upstream]));
    }
  });
  await addUploads(app, urls, maxUploadBytes);
}

/** A picture may wait for others and take its time after the last byte has come. */
const uploadTimeoutMs = 120_000;
/** What a form has besides its file. */
const formBytes = 16 * 1024;
/** A body that was refused is read and dropped for a while, or else its sender would see a broken connection and not the answer. */
const drainMs = 20_000;

/** Files pass through as they come: `media` reads to the end also what it refuses, so that its answer arrives. */
async function addUploads(app: App, urls: ProxyOptions['urls'], maxUploadBytes: number): Promise<void> {
  const [path, upstream] = uploadRoute;
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, body, done) => done(null, body));
    await scope.register(replyFrom, {
      undici: { connections: 64, pipelining: 1, headersTimeout: uploadTimeoutMs },
      disableRequestLogging: true,
    });
    const onRequest = refuseLarger(maxUploadBytes + formBytes, `A file may have at most ${maxUploadBytes} bytes`);
    scope.all(path, { schema: { hide: true }, onRequest }, (request, reply) => forward(request, reply, urls[upstream]));
  });
}

/** Refuses what announces itself as too large, and reads it to its end all the same, for a while: the answer must arrive. */
function refuseLarger(maxBytes: number, message: string): (request: FastifyRequest) => Promise<void> {
  return async ({ headers, raw }) => {
    if (Number(headers['content-length'] ?? 0) <= maxBytes) return;
    const timer = setTimeout(() => raw.destroy(), drainMs).unref();
    raw.once('close', () => clearTimeout(timer)).resume();
    throw new ProblemError('payload_too_large', message);
  };
}

function forward(request: FastifyRequest, reply: FastifyReply, base: string): FastifyReply {
  const { body } = request;
  return reply.from(base + request.url, {
    ...(Buffer.isBuffer(body) ? { body, contentType: request.headers['content-type'] ?? 'application/octet-stream' } : {}),
    // A request without an answer may have been carried out: only the caller can know whether it is safe to repeat.
    retryDelay: () => null,
    rewriteRequestHeaders: (_request, headers) => ({
      ...headers,
      traceparent: request.traceparent,
      'x-forwarded-for': request.ip,
      'x-forwarded-proto': request.protocol,
      'x-forwarded-host': request.host,
    }),
    onError: (failed, { error }) => {
      request.log.warn({ err: error }, 'a service did not answer');
      sendProblem(failed as FastifyReply, new ProblemError('unavailable', undefined, { retryAfterSeconds: 1 }));
    },
  });
}
