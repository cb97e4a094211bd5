import { create } from 'zustand';
import { registerServiceWorker } from '../realtime/service-worker.ts';

/** What the page was built as; development servers have no such line. */
const ownBuild = document.querySelector<HTMLMetaElement>('meta[name="parley-build"]')?.content;
const reloadedKey = 'parley.reloaded-for';
const everyMs = 30 * 60_000;
const atMostEveryMs = 60_000;
/** So soon after its start the page can begin again without taking anything out of anybody's hands. */
const startMs = 8_000;

/** Whether the server has another version of the page than the one that runs. */
export const useUpdate = create<{ isReady: boolean }>(() => ({ isReady: false }));

export function applyUpdate(): void {
  window.location.reload();
}

/** Keeps the shell for a start without a network, and asks now and then whether the server has moved on. */
export function watchForUpdates(): void {
  if (ownBuild === undefined) return;
  let askedAt = Number.NEGATIVE_INFINITY;
  const ask = async () => {
    if (performance.now() - askedAt < atMostEveryMs) return;
    askedAt = performance.now();
    const build = await serverBuild();
    if (build === undefined || build === ownBuild) return;
    if (isUntouched() && sessionStorage.getItem(reloadedKey) !== build) {
      sessionStorage.setItem(reloadedKey, build);
      applyUpdate();
    } else useUpdate.setState({ isReady: true });
  };
  // A part of the page that is gone from the server: this page is older than it.
  window.addEventListener('vite:preloadError', () => useUpdate.setState({ isReady: true }));
  window.addEventListener('online', () => void ask());
  document.addEventListener('visibilitychange', () => document.hidden || void ask());
  setInterval(() => void ask(), everyMs);
  void ask();
  // After what the first screen needs.
  const register = () => {
    if ('serviceWorker' in navigator) registerServiceWorker().catch(() => undefined);
  };
  if (document.readyState === 'complete') register();
  else window.addEventListener('load', register, { once: true });
}

const isUntouched = () => performance.now() < startMs && !navigator.userActivation.hasBeenActive;

async function serverBuild(): Promise<string | undefined> {
  try {
    const answer = await fetch('/build.json', { cache: 'no-store' });
    const body: unknown = answer.ok ? await answer.json() : undefined;
    return typeof body === 'object' && body !== null && 'build' in body && typeof body.build === 'string' ? body.build : undefined;
  } catch {
    return undefined;
  }
}
