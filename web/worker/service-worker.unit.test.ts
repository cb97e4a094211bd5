import { beforeEach, describe, expect, it, vi } from 'vitest';

const origin = 'https://chat.example.org';
type Handler = (event: object) => void;

/** The worker in a browser that keeps what it is told, and a network that a test can take away. */
async function startWorker(network: (url: string) => Response | Promise<Response>) {
  const handlers = new Map<string, Handler>();
  const stores = new Map<string, Map<string, Response>>();
  const urlOf = (request: Request | string) => new URL(typeof request === 'string' ? request : request.url, origin).href;
  const open = async (name: string) => {
    const kept = stores.get(name) ?? new Map<string, Response>();
    stores.set(name, kept);
    return {
      match: async (request: Request | string) => kept.get(urlOf(request))?.clone(),
      put: async (request: Request | string, answer: Response) => void kept.set(urlOf(request), answer),
      addAll: async (requests: Array<Request | string>) => {
        for (const request of requests) kept.set(urlOf(request), await network(urlOf(request)));
      },
    };
  };
  const caches = {
    open,
    keys: async () => [...stores.keys()],
    delete: async (name: string) => stores.delete(name),
    match: async (request: Request) => [...stores.values()].map((kept) => kept.get(urlOf(request))?.clone()).find(Boolean),
  };
  vi.stubGlobal('self', {
    location: { origin },
    addEventListener: (type: string, handler: Handler) => handlers.set(type, handler),
    skipWaiting: async () => undefined,
    clients: { claim: async () => undefined },
  });
  vi.stubGlobal('caches', caches);
  vi.stubGlobal('fetch', async (request: Request) => network(urlOf(request)));
  vi.stubGlobal('buildId', 'new');
  vi.stubGlobal('shellFiles', ['/theme.js', '/assets/index-1.js']);
  vi.resetModules();
  await import('./service-worker.ts');
  const lifecycle = async (type: string) => {
    const waited: Array<Promise<unknown>> = [];
    handlers.get(type)?.({ waitUntil: (promise: Promise<unknown>) => waited.push(promise) });
    await Promise.all(waited);
  };
  /** What the worker answers; undefined: it leaves the request alone. */
  const ask = async (path: string, { mode = 'cors', method = 'GET' } = {}) => {
    let answer: Promise<Response> | undefined;
    const request = Object.assign(new Request(new URL(path, origin), { method }), {});
    Object.defineProperty(request, 'mode', { value: mode });
    handlers.get('fetch')?.({ request, respondWith: (given: Promise<Response>) => (answer = given) });
    return (await answer)?.text();
  };
  return { stores, lifecycle, ask };
}

const down = () => Promise.reject(new TypeError('no network'));

describe('the worker', () => {
  let network: (url: string) => Response | Promise<Response>;
  beforeEach(() => {
    network = (url) => new Response(`fresh ${new URL(url).pathname}`);
  });
  const start = async () => {
    const worker = await startWorker((url) => network(url));
    await worker.lifecycle('install');
    await worker.lifecycle('activate');
    return worker;
  };

  it('asks the server for the page, and shows the kept one only without an answer', async () => {
    const { ask } = await start();
    expect(await ask('/chat/one', { mode: 'navigate' })).toBe('fresh /chat/one');
    network = down;
    expect(await ask('/chat/one', { mode: 'navigate' })).toBe('fresh /');
    network = () => new Response('bad gateway', { status: 502 });
    expect(await ask('/settings', { mode: 'navigate' })).toBe('fresh /');
  });

  it('takes files with a hash from what it kept, and keeps what it had to fetch', async () => {
    const { ask } = await start();
    network = (url) => new Response(`again ${new URL(url).pathname}`);
    expect(await ask('/assets/index-1.js')).toBe('fresh /assets/index-1.js');
    expect(await ask('/assets/late-2.js')).toBe('again /assets/late-2.js');
    network = down;
    expect(await ask('/assets/late-2.js')).toBe('again /assets/late-2.js');
  });

  it('leaves the API, other methods and the version to the server', async () => {
    const { ask } = await start();
    expect(await ask('/api/v1/rooms')).toBeUndefined();
    expect(await ask('/build.json')).toBeUndefined();
    expect(await ask('/login', { mode: 'navigate', method: 'POST' })).toBeUndefined();
    expect(await ask('/docs', { mode: 'navigate' })).toBeUndefined();
  });

  it('keeps its own shell and the one before it, for tabs that are still open', async () => {
    const worker = await startWorker((url) => network(url));
    for (const name of ['parley-shell-1', 'parley-shell-2', 'of-somebody-else']) worker.stores.set(name, new Map());
    await worker.lifecycle('install');
    await worker.lifecycle('activate');
    expect([...worker.stores.keys()].sort()).toEqual(['of-somebody-else', 'parley-shell-2', 'parley-shell-new']);
  });
});
