import type { ProviderProblem } from '@parley/contracts';
import type { ProblemExtras } from '@parley/service-kit';

/** Pages of the web client. Paths alone: the browser stays on the host it asked. */
export function signInPage(problem: ProviderProblem): string {
  return `/login?problem=${problem}`;
}

/** Tells the page that the browser's cookie holds a session, which no script can see; after `#`, so that no server is told. */
export function signedInPage(returnTo: string): string {
  return `${returnTo.split('#', 1)[0]}#signed-in`;
}

/** The account asks for more than the provider's word. What the second step begins with stands after `#`, too. */
export function secondStepPage({ mfa_token = '', mfa_methods = [] }: ProblemExtras, returnTo: string): string {
  return `/login#${new URLSearchParams({ mfa_token, mfa_methods: mfa_methods.join(','), return_to: returnTo })}`;
}
