/**
 * Lets the page start without a network, and shows what is pushed while no page is open. Invariants:
 *
 * - What the server has to say comes first: the page is asked for anew at every start, and only when nothing answers (or only a
 *   broken proxy does) the kept one is shown. So an old page never meets a new server while there is a way to a new page.
 * - Files under /assets/ carry a hash of their content in their name: the kept one is the right one, for ever.
 * - The API, sockets and documentation are none of its business.
 * - Every build has a cache of its own; the one before it stays, for tabs that are still open and load their parts later.
 */
import { handlePushes } from '../src/service-worker/push-handlers.ts';
import { isAsset, isPage } from './kept-paths.ts';

declare const self: ServiceWorkerGlobalScope;
/** Put in by the build: its name, and what a start without a network needs. */
declare const buildId: string;
declare const shellFiles: readonly string[];

const prefix = 'parley-shell-';
const ownCache = prefix + buildId;
const pageUrl = new URL('/', self.location.origin).href;
/** A network that says neither yes nor no is as good as none; the page compares its version with the server's afterwards. */
const patienceMs = 4_000;

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOldShells().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate' && isPage(url.pathname)) event.respondWith(freshElseKept(new Request(pageUrl), request));
  else if (isAsset(url.pathname)) event.respondWith(keptElseFresh(request));
  else if (shellFiles.includes(url.pathname)) event.respondWith(freshElseKept(request, request));
});

handlePushes(self);

async function keepShell(): Promise<void> {
  const cache = await caches.open(ownCache);
  await cache.addAll([new Request(pageUrl, { cache: 'reload' }), ...shellFiles]);
}

/** `caches.keys()` gives them in the order in which they were made. */
async function dropOldShells(): Promise<void> {
  const others = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== ownCache);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
}

async function keptElseFresh(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await (await caches.open(ownCache)).put(request, fresh.clone());
  return fresh;
}

async function freshElseKept(keptAs: Request, request: Request): Promise<Response> {
  const own = await caches.open(ownCache);
  try {
    const fresh = await fetch(request, { signal: AbortSignal.timeout(patienceMs) });
    if (fresh.status < 500) return fresh;
    return (await own.match(keptAs)) ?? fresh;
  } catch (error) {
    const kept = await own.match(keptAs);
    if (kept) return kept;
    throw error;
  }
}
