import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { App } from '@parley/service-kit';
import type { Logger } from 'pino';
import { createApiDocument } from './api-documents.ts';
import { createAsyncApiDocument } from './asyncapi-document.ts';
import type { Upstream } from './routing-table.ts';

const require = createRequire(import.meta.url);

/** Both readers style themselves inline and draw with data: URLs; scripts are files of this origin, and nothing comes from another host. */
const readerPolicy = (...more: string[]) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    ...more,
  ].join('; ');

/** `/openapi.json` of all services, Swagger UI at `/docs`, Redoc at `/redoc`, from packages, without a network. */
export async function addDocs(app: App, urls: Readonly<Record<Upstream, string>>, log: Logger): Promise<void> {
  const readDocument = createApiDocument(urls, log);
  await app.register(fastifyStatic, {
    root: dirname(require.resolve('swagger-ui-dist/package.json')),
    prefix: '/docs/assets/',
    decorateReply: false,
    index: false,
  });
  const redocBundle = await readRedocBundle();
  app.get('/redoc/assets/redoc.js', { schema: { hide: true } }, async (_request, reply) => reply.type('text/javascript').send(redocBundle));

  const page = (html: string, policy: string) => ({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy, html });
  // Redoc's search runs in a worker that it makes of a blob.
  const pages = { '/docs': page(swaggerPage, readerPolicy()), '/redoc': page(redocPage, readerPolicy('worker-src blob:')) };
  for (const [path, { html, ...headers }] of Object.entries(pages)) {
    app.get(path, { schema: { hide: true } }, async (_request, reply) => reply.headers(headers).send(html));
  }
  app.get('/docs/start.js', { schema: { hide: true } }, async (_request, reply) => reply.type('text/javascript').send(swaggerStart));
  app.get('/openapi.json', { schema: { hide: true } }, async () => readDocument());
  const asyncApi = createAsyncApiDocument();
  app.get('/asyncapi.json', { schema: { hide: true } }, async () => asyncApi);
}

/** Redoc's bundle without the one picture that it would fetch from its maker. */
async function readRedocBundle(): Promise<string> {
  const bundle = await readFile(require.resolve('redoc/bundles/redoc.standalone.js'), 'utf8');
  return bundle.replaceAll('https://cdn.redoc.ly/redoc/logo-mini.svg', 'data:,');
}

const swaggerPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parley API</title><link rel="stylesheet" href="/docs/assets/swagger-ui.css">
</head>
<body>
<div id="reader"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script>
</body>
</html>`;

const swaggerStart = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#reader', deepLinking: true, persistAuthorization: true, tryItOutEnabled: true });`;

const redocPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Parley API reference</title>
</head>
<body>
<redoc spec-url="/openapi.json" disable-search="false"></redoc>
<script src="/redoc/assets/redoc.js"></script>
</body>
</html>`;
