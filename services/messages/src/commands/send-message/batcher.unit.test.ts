import { describe, expect, it } from 'vitest';
import { BatcherFull, createBatcher } from './batcher.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

function gated() {
  const batches: number[][] = [];
  const gates: Array<() => void> = [];
  const run = async (batch: number[]) => {
    batches.push(batch);
    await new Promise<void>((resolve) => gates.push(resolve));
    return batch.map((value) => value * 10);
  };
  return { batches, gates, run };
}

describe('the batcher', () => {
  it('runs what came in one turn as one batch and answers each in its place', async () => {
    const { batches, gates, run } = gated();
    const batcher = createBatcher({ maxBatch: 10, concurrency: 1, maxQueue: 100, run });
    const answers = [1, 2, 3].map((value) => batcher.add(value));
    await turn();
    gates.shift()?.();
    expect(await Promise.all(answers)).toEqual([10, 20, 30]);
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it('gathers while earlier batches are under way, in order, up to the largest batch', async () => {
    const { batches, gates, run } = gated();
    const batcher = createBatcher({ maxBatch: 3, concurrency: 1, maxQueue: 100, run });
    const answers = [batcher.add(1)];
    await turn();
    for (const value of [2, 3, 4, 5]) answers.push(batcher.add(value));
    for (let step = 0; step < 3; step += 1) {
      gates.shift()?.();
      await turn();
      await turn();
    }
    await Promise.all(answers);
    expect(batches).toEqual([[1], [2, 3, 4], [5]]);
  });

  it('fails the commands of a failed batch and goes on', async () => {
    let fail = true;
    const batcher = createBatcher<number, number>({
      maxBatch: 10,
      concurrency: 1,
      maxQueue: 100,
      run: async (batch) => {
        if (fail) throw new Error('database away');
        return batch;
      },
    });
    await expect(batcher.add(1)).rejects.toThrow('database away');
    fail = false;
    await expect(batcher.add(2)).resolves.toBe(2);
    await batcher.idle();
  });

  it('waits for company while much comes, and no longer than until a batch is full', async () => {
    const { batches, gates, run } = gated();
    const window = { count: () => undefined, waitMs: () => 20 };
    const batcher = createBatcher({ maxBatch: 3, concurrency: 2, maxQueue: 100, run, window });
    const answers = [batcher.add(1)];
    await turn();
    answers.push(batcher.add(2));
    await turn();
    expect(batches).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 25));
    expect(batches).toEqual([[1, 2]]);
    answers.push(...[3, 4, 5].map((value) => batcher.add(value)));
    await turn();
    expect(batches).toEqual([
      [1, 2],
      [3, 4, 5],
    ]);
    for (const open of gates) open();
    expect(await Promise.all(answers)).toEqual([10, 20, 30, 40, 50]);
  });

  it('refuses what it cannot hold', async () => {
    const { gates, run } = gated();
    const batcher = createBatcher({ maxBatch: 1, concurrency: 1, maxQueue: 1, run });
    const first = batcher.add(1);
    await turn();
    const second = batcher.add(2);
    await expect(batcher.add(3)).rejects.toBeInstanceOf(BatcherFull);
    gates.shift()?.();
    await first;
    await turn();
    gates.shift()?.();
    await second;
  });
});
