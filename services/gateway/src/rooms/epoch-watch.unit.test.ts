import { describe, expect, it } from 'vitest';
import { createEpochWatch } from './epoch-watch.ts';

describe('the epoch of the log', () => {
  it('is taken as it is at first, and another one is told once', () => {
    let changes = 0;
    const epochs = createEpochWatch(() => {
      changes += 1;
    });
    for (const epoch of ['one', 'one']) epochs.seen(epoch);
    expect(changes).toBe(0);
    for (const epoch of ['two', 'two', 'two']) epochs.seen(epoch);
    expect(changes).toBe(1);
  });
});
