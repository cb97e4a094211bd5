import type { Context } from '@opentelemetry/api';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';
import type { TraceBudget } from '../trace-admission.ts';

/**
 * What begins here is traced at `ratio`; what goes on, goes on. With a budget (the front door), a remote parent is somebody outside, whose
 * "sampled" is believed while it lasts.
 */
export function createSampler({ ratio, budget }: { ratio: number; budget: TraceBudget | undefined }): Sampler {
  return new ParentBasedSampler({
    root: new TraceIdRatioBasedSampler(ratio),
    remoteParentSampled: budget ? withinBudget(budget) : new AlwaysOnSampler(),
    remoteParentNotSampled: new AlwaysOffSampler(),
  });
}

function withinBudget(budget: TraceBudget): Sampler {
  return {
    shouldSample: (_context: Context) => ({
      decision: budget.take() ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD,
    }),
    toString: () => 'WithinBudget',
  };
}
