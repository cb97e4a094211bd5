import { randomUUIDv7 } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import swagger from '@fastify/swagger';
import { activeTraceparent, newTraceparent, parseTraceparent } from '@parley/tracing';
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  fastify,
  LogController,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify';
import {
  createSerializerCompiler,
  type FastifyZodOpenApiTypeProvider,
  fastifyZodOpenApiPlugin,
  fastifyZodOpenApiTransformers,
  validatorCompiler,
} from 'fastify-zod-openapi';
import type { Logger } from 'pino';
import { watchRoutes } from './allowed-methods.ts';
import { actorOf } from './authenticate.ts';
import { addHealthRoutes, addMetricsRoute } from './health-routes.ts';
import { collectProcessMetrics, measureRequests } from './http-metrics.ts';
import { ProblemError } from './problem-error.ts';
import { answerError, sendProblem } from './problem-responder.ts';
import { createReadiness, type Readiness } from './readiness.ts';
import { unstorableText } from './storable-text.ts';

/** Fastify whose handlers are typed by zod schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  FastifyZodOpenApiTypeProvider
>;

declare module 'fastify' {
  interface FastifyRequest {
    /** W3C trace context of this request: the caller's, or a new one. */
    readonly traceparent: string;
  }
}

export type AppOptions = {
  log: Logger;
  title: string;
  version: string;
  /** What `/readyz` asks. Without it the service is ready as soon as it listens. */
  readiness?: Readiness;
  /** Whose `X-Forwarded-For` is believed (Fastify's `trustProxy`). Default: nobody's. */
  trustProxy?: boolean | string | string[] | ((address: string, hop: number) => boolean);
  bodyLimitBytes?: number;
  /** Faces the world: `/metrics` stays inside, and the caller answers `/openapi.json` itself. */
  frontDoor?: boolean;
  /** What `/metrics` answers, in Prometheus' text format. Default: this process's own. */
  metrics?: () => Promise<string>;
};

/**
 * The base of every HTTP service. Await it, then add routes with `schema: operation({…})`.
 * Everything that goes wrong leaves as `application/problem+json`.
 */
export async function createApp(options: AppOptions): Promise<App> {
  const loggerInstance: FastifyBaseLogger = options.log;
  const app = fastify({
    loggerInstance,
    // Fastify's own request lines carry the URL, and a URL carries names. `measureRequests` logs the route's pattern.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    genReqId: () => randomUUIDv7(),
    trustProxy: options.trustProxy ?? false,
    bodyLimit: options.bodyLimitBytes ?? 256 * 1024,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
  }).withTypeProvider<FastifyZodOpenApiTypeProvider>();

  app.setValidatorCompiler(validatorCompiler);
  // Zod has checked and stripped the value; JSON.stringify is then both faster and safer than a second, generated serializer.
  app.setSerializerCompiler(createSerializerCompiler({ stringify: JSON.stringify, fallbackSerializer: () => JSON.stringify }));
  app.setErrorHandler(answerError);
  acceptJsonOnly(app);
  traceRequests(app);
  app.decorateRequest('actor', { getter: actorOfRequest });
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    reply.header('x-content-type-options', 'nosniff');
  });
  app.addHook('preValidation', async (request) => refuseUnstorableText(request));

  const routes = watchRoutes(app);
  app.setNotFoundHandler((request, reply) => {
    const methods = routes.methodsOf(request.url.split('?', 1)[0] ?? '/');
    if (methods.length === 0) return sendProblem(reply, new ProblemError('not_found'));
    return sendProblem(reply.header('allow', methods.join(', ')), new ProblemError('method_not_allowed'));
  });

  if (!options.frontDoor) await describeApi(app, options);
  collectProcessMetrics();
  measureRequests(app);
  addHealthRoutes(app, options.readiness ?? createReadiness());
  if (!options.frontDoor) addMetricsRoute(app, options.metrics);
  return app;
}

function actorOfRequest(this: FastifyRequest) {
  return actorOf(this);
}

/** JSON is the only body, and an empty one is no body: `fetch` with a JSON content type and nothing to say is common. */
function acceptJsonOnly(app: App): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    return parse(request, String(body), done);
  });
}

function refuseUnstorableText(request: FastifyRequest): void {
  const errors = [
    ...unstorableText('params', request.params),
    ...unstorableText('query', request.query),
    ...unstorableText('body', request.body),
  ];
  if (errors.length > 0) throw new ProblemError('validation_failed', undefined, { errors: errors.slice(0, 20) });
}

/** Every log line of a request carries its trace id. */
function traceRequests(app: App): void {
  const traces = new WeakMap<IncomingMessage, string>();
  app.setChildLoggerFactory((logger, bindings, childOptions, raw) => {
    const header = raw.headers.traceparent;
    const context = parseTraceparent(header);
    // Where this process traces, the request has a span by now, and what follows is below it.
    const traceparent = activeTraceparent() ?? (context && typeof header === 'string' ? header : newTraceparent());
    traces.set(raw, traceparent);
    return logger.child({ ...bindings, trace_id: traceparent.slice(3, 35) }, childOptions);
  });
  app.decorateRequest('traceparent', {
    getter(this: FastifyRequest) {
      return traces.get(this.raw) ?? newTraceparent();
    },
  });
}

async function describeApi(app: App, { title, version }: AppOptions): Promise<void> {
  await app.register(fastifyZodOpenApiPlugin, {
    documentOpts: {
      // An answer may gain fields in a later version: a generated client must not refuse them.
      override: ({ jsonSchema, io }) => {
        if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      },
    },
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title, version },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    },
    ...fastifyZodOpenApiTransformers,
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
