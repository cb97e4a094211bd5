import { describe, expect, it } from 'vitest';
import { createGatherWindow } from './gather-window.ts';

function windowAt() {
  const clock = { ms: 0 };
  const window = createGatherWindow({ busyPerSecond: 400, windowMs: 3, now: () => clock.ms });
  /** As many a second, for as long, evenly. */
  const come = (perSecond: number, forMs: number) => {
    for (let nth = 0; nth < (perSecond * forMs) / 1_000; nth += 1) {
      clock.ms += 1_000 / perSecond;
      window.count();
    }
  };
  return { clock, window, come };
}

describe('the gather window', () => {
  it('makes nobody wait while little is going on', () => {
    const { window, come } = windowAt();
    expect(window.waitMs(1)).toBe(0);
    come(100, 1_000);
    expect(window.waitMs(1)).toBe(0);
  });

  it('is open while much comes, from the first moments of a burst on', () => {
    const { window, come } = windowAt();
    come(4_000, 10);
    expect(window.waitMs(1)).toBe(3);
    come(1_000, 500);
    expect(window.waitMs(1)).toBe(3);
  });

  it('does not wait when as much has come together as the window would bring', () => {
    const { window, come } = windowAt();
    come(1_000, 500);
    expect(window.waitMs(2)).toBe(3);
    expect(window.waitMs(3)).toBe(0);
  });

  it('closes soon after', () => {
    const { clock, window, come } = windowAt();
    come(1_000, 500);
    clock.ms += 120;
    window.count();
    clock.ms += 60;
    expect(window.waitMs(1)).toBe(0);
  });
});
