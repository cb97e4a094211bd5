import type { ProviderProblem } from '@parley/contracts';

/** Pages of the web client. Paths alone: the browser stays on the host it asked. */
export function signInPage(problem: ProviderProblem): string {
  return `/login?problem=${problem}`;
}

/** Tells the page that the browser's cookie holds a session, which no script can see; after `#`, so that no server is told. */
export function signedInPage(returnTo: string): string {
  return `${returnTo.split('#', 1)[0]}#signed-in`;
}
