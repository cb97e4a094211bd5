import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { authenticate } from './authenticate.ts';
import { type App, createApp } from './create-app.ts';
import { operation } from './operation.ts';
import { ProblemError } from './problem-error.ts';
import { createReadiness } from './readiness.ts';

const lines: string[] = [];
const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
const readiness = createReadiness();
const thingSchema = z.object({ name: z.string().min(3), size: z.int().optional() }).meta({ id: 'Thing' });
const verifier = {
  verifyAccessToken: async (token: string) => {
    if (token !== 'good') throw new ProblemError('unauthenticated');
    const id = '0199f3a0-0000-7000-8000-0000000000a1';
    return {
      userId: z.uuid().brand('UserId').parse(id),
      sessionId: z.uuid().brand('SessionId').parse(id),
      role: 'user' as const,
      username: 'ada',
      expiresAt: 0,
    };
  },
};

describe('createApp', () => {
  let app: App;

  beforeAll(async () => {
    app = await createApp({ log, title: 'Things', version: '1.2.3', readiness });
    const tags = ['Things'];
    app.post(
      '/things',
      { schema: operation({ tags, summary: 'Make a thing', body: thingSchema, response: { 201: thingSchema }, errors: ['conflict'] }) },
      async (request, reply) => reply.code(201).send(request.body),
    );
    app.get(
      '/things/:id',
      {
        schema: operation({ tags, summary: 'A thing', params: z.object({ id: z.coerce.number().int() }), response: { 200: thingSchema } }),
      },
      async (request) => ({ name: `thing ${request.params.id.toFixed()}`, secret: 'canary' }),
    );
    app.get(
      '/me',
      {
        preHandler: authenticate(verifier),
        schema: operation({ tags, summary: 'Me', auth: true, response: { 200: z.object({ id: z.string() }) } }),
      },
      async (request) => ({ id: request.actor.userId }),
    );
    const failing = (error: () => unknown) => async () => {
      throw error();
    };
    app.get('/forgot-authenticate', { schema: { hide: true } }, async (request) => request.actor);
    app.get(
      '/broken',
      { schema: { hide: true } },
      failing(() => new Error('canary: select * from accounts')),
    );
    app.get(
      '/thrown-text',
      { schema: { hide: true } },
      failing(() => 'canary'),
    );
    app.get(
      '/limited',
      { schema: { hide: true } },
      failing(() => new ProblemError('too_many_requests', 'Slow down', { retryAfterSeconds: 2.1 })),
    );
    app.get(
      '/rpc',
      { schema: { hide: true } },
      failing(() => Object.assign(new Error('not yours'), { code: 'not_a_member' })),
    );
    app.get(
      '/database-away',
      { schema: { hide: true } },
      failing(() => Object.assign(new Error('connect canary'), { code: 'ECONNREFUSED' })),
    );
    app.get('/lies', { schema: operation({ tags, summary: 'x', response: { 200: thingSchema } }) }, async () => ({ name: 'x' }));
    await app.ready();
  });
  afterAll(() => app.close());

  const post = (payload: string | object, headers: Record<string, string> = {}) =>
    app.inject({ method: 'POST', url: '/things', payload, headers: { 'content-type': 'application/json', ...headers } });
  const get = (url: string, headers: Record<string, string> = {}) => app.inject({ method: 'GET', url, headers });

  it('answers with what the schema allows and nothing more', async () => {
    const response = await get('/things/7');
    expect(response.json()).toEqual({ name: 'thing 7' });
    expect(response.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
  });

  it('names every field at fault', async () => {
    const response = await post({ name: 'x', size: 'big' });
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(response.json()).toMatchObject({ code: 'validation_failed', errors: [{ path: 'body.name' }, { path: 'body.size' }] });
    expect((await get('/things/x')).json()).toMatchObject({ code: 'validation_failed', errors: [{ path: 'params.id' }] });
  });

  it.each<[string, string | object, Record<string, string>, number, string]>([
    ['broken JSON', '{"name":', {}, 400, 'validation_failed'],
    ['an empty body', '', {}, 400, 'validation_failed'],
    ['a poisoned prototype', '{"__proto__":{"x":1},"name":"abc"}', {}, 400, 'validation_failed'],
    ['NUL in text', { name: 'abc\u0000' }, {}, 400, 'validation_failed'],
    ['a lone surrogate', '{"name":"abc\\ud800"}', {}, 400, 'validation_failed'],
    ['another content type', 'name=abc', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'unsupported_media_type'],
    ['plain text', 'abc', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
    ['too much', { name: 'x'.repeat(300_000) }, {}, 413, 'payload_too_large'],
  ])('refuses %s', async (_name, payload, headers, status, code) => {
    const response = await post(payload, headers);
    expect([response.statusCode, response.json().code]).toEqual([status, code]);
  });

  it('tells an unknown path from a wrong method', async () => {
    expect((await get('/nowhere')).json()).toMatchObject({ status: 404, code: 'not_found' });
    const response = await app.inject({ method: 'DELETE', url: '/things/7?x=1' });
    expect(response.json()).toMatchObject({ status: 405, code: 'method_not_allowed' });
    expect(response.headers.allow).toContain('GET');
    expect((await get('/things/%E0%A4%A')).json()).toMatchObject({ status: 400, code: 'validation_failed' });
    expect((await get(`/things/${'9'.repeat(300)}`)).json()).toMatchObject({ status: 404, code: 'not_found' });
  });

  it.each([
    ['/broken', 500, 'internal'],
    ['/thrown-text', 500, 'internal'],
    ['/lies', 500, 'internal'],
    ['/database-away', 503, 'unavailable'],
  ])('keeps its internals at %s', async (url, status, code) => {
    const response = await get(url);
    expect([response.statusCode, response.json().code]).toEqual([status, code]);
    expect(response.body).not.toContain('canary');
    expect(response.json()).not.toHaveProperty('detail');
  });

  it('passes on refusals, with Retry-After where waiting helps', async () => {
    const limited = await get('/limited');
    expect([limited.statusCode, limited.headers['retry-after'], limited.json().detail]).toEqual([429, '3', 'Slow down']);
    expect((await get('/rpc')).json()).toMatchObject({ status: 403, code: 'not_a_member' });
    expect((await get('/database-away')).headers['retry-after']).toBe('1');
  });

  it('lets only good tokens through, and refuses where authenticate was forgotten', async () => {
    expect((await get('/me', { authorization: 'Bearer good' })).json()).toEqual({ id: '0199f3a0-0000-7000-8000-0000000000a1' });
    for (const authorization of ['Bearer bad', 'Basic good', 'Bearer', '']) {
      expect((await get('/me', { authorization })).json()).toMatchObject({ status: 401, code: 'unauthenticated' });
    }
    expect((await get('/forgot-authenticate', { authorization: 'Bearer good' })).statusCode).toBe(401);
  });

  it('answers probes and metrics', async () => {
    expect((await get('/livez')).statusCode).toBe(200);
    const remove = readiness.register('database', () => false);
    const unready = await get('/readyz');
    expect([unready.statusCode, unready.json().failing]).toEqual([503, ['database']]);
    remove();
    expect((await get('/readyz')).statusCode).toBe(200);
    const metrics = (await get('/metrics')).body;
    expect(metrics).toContain('parley_http_request_duration_seconds_count{method="GET",route="/things/:id",status="200"}');
    expect(metrics).toContain('nodejs_eventloop_lag_p99_seconds');
  });

  it('logs the trace id and the route, never the path', async () => {
    lines.length = 0;
    await get('/things/4711', { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' });
    const line = JSON.parse(lines.find((text) => text.includes('"request"')) ?? '{}');
    expect(line).toMatchObject({ trace_id: '0af7651916cd43dd8448eb211c80319c', route: '/things/:id', status: 200 });
    expect(lines.join('')).not.toContain('4711');
  });

  it('describes every route in OpenAPI 3.1', async () => {
    const document = (await get('/openapi.json')).json();
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Things', version: '1.2.3' } });
    expect(Object.keys(document.paths)).toEqual(['/things', '/things/{id}', '/me', '/lies']);
    expect(document.components.securitySchemes.bearer).toMatchObject({ type: 'http', scheme: 'bearer' });
    expect(Object.keys(document.components.schemas).sort()).toEqual(['Problem', 'Thing']);
    const make = document.paths['/things'].post;
    expect(Object.keys(make.responses)).toEqual(['201', '400', '409', '413', '415', '503']);
    expect(make.responses['409'].content['application/problem+json'].examples.conflict.value).toMatchObject({
      code: 'conflict',
      status: 409,
    });
    expect(document.paths['/me'].get.security).toEqual([{ bearer: [] }]);
  });
});
