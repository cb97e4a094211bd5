import { describe, expect, it } from 'vitest';
import { createGathering } from './gathering.ts';

describe('gathering', () => {
  function startedAt(start: number) {
    const clock = { ms: start };
    const gathering = createGathering({ gatherMs: 5, now: () => clock.ms });
    /** A read every `everyMs`, each finding `events`. */
    const flow = (reads: number, everyMs: number, events: number) => {
      for (let n = 0; n < reads; n += 1) {
        clock.ms += everyMs;
        gathering.read();
        gathering.found(events);
      }
    };
    return { clock, gathering, flow };
  }

  it('reads at once while little comes', () => {
    const { gathering, flow } = startedAt(1_000);
    flow(50, 20, 1);
    expect(gathering.waitMs()).toBe(0);
  });

  it('keeps reads apart while much comes, and stops when it has passed', () => {
    const { clock, gathering, flow } = startedAt(1_000);
    flow(60, 2, 2);
    expect(gathering.waitMs()).toBe(5);
    clock.ms += 3;
    expect(gathering.waitMs()).toBe(2);
    flow(1, 500, 1);
    expect(gathering.waitMs()).toBe(0);
  });
});
