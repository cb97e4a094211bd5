import { beforeAll, describe, expect, it } from 'vitest';
import { createTraceAdmission, createTraceBudget } from './trace-admission.ts';
import { isSampled, newTraceparent } from './trace-context.ts';
import { switchTracingOn } from './tracing.ts';

beforeAll(() => switchTracingOn({ flush: async () => undefined, tell: () => undefined }));

function admission(options: { ratio?: number; perSecond?: number; random?: number }) {
  const clock = { now: 0 };
  const budget = createTraceBudget(options.perSecond ?? 5, () => clock.now);
  return { clock, admit: createTraceAdmission({ ratio: options.ratio ?? 0, budget, random: () => options.random ?? 0.5 }) };
}

describe('what a client says about its trace', () => {
  it('is believed while the budget lasts, and keeps its id when it is not', () => {
    const { admit, clock } = admission({ perSecond: 2 });
    const asked = Array.from({ length: 10 }, () => newTraceparent(true));
    const admitted = asked.map(admit);
    expect(admitted.filter(isSampled)).toHaveLength(2);
    expect(admitted.map((traceparent) => traceparent.slice(0, 53))).toEqual(asked.map((traceparent) => traceparent.slice(0, 53)));
    clock.now = 1_000;
    expect(asked.map(admit).filter(isSampled)).toHaveLength(2);
  });

  it('counts for nothing where clients may begin no traces', () => {
    const { admit } = admission({ perSecond: 0, ratio: 1 });
    expect(isSampled(admit(newTraceparent(true)))).toBe(false);
  });

  it('is decided here where it says nothing, or something that is no trace context', () => {
    expect(isSampled(admission({ ratio: 0.6, random: 0.5 }).admit(undefined))).toBe(true);
    expect(isSampled(admission({ ratio: 0.4, random: 0.5 }).admit('00-zz'))).toBe(false);
  });

  it('stays as it is when it is "not sampled"', () => {
    const traceparent = newTraceparent(false);
    expect(admission({ ratio: 1 }).admit(traceparent)).toBe(traceparent);
  });
});
