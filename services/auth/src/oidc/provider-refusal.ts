import type { ProviderProblem } from '@parley/contracts';

/** Why somebody who came back from a provider is not let in. The page for logging in says it in words. */
export class ProviderRefusal extends Error {
  override readonly name = 'ProviderRefusal';
  readonly problem: ProviderProblem;

  constructor(problem: ProviderProblem, options: { cause?: unknown } = {}) {
    super(problem, options);
    this.problem = problem;
  }
}
