import { expect, it } from 'vitest';
import { createSingleFlight } from './single-flight.ts';

function counted() {
  const finish: Array<(error?: Error) => void> = [];
  const fly = createSingleFlight(
    () => new Promise<number>((resolve, reject) => finish.push((error) => (error ? reject(error) : resolve(finish.length)))),
  );
  return { finish, fly };
}

it('answers calls during a run by one further run, since the present one may have looked past them', async () => {
  const { finish, fly } = counted();
  const first = fly();
  const [second, third] = [fly(), fly()];
  expect(finish).toHaveLength(1);
  finish[0]?.();
  expect(await first).toBe(1);
  await Promise.resolve();
  finish[1]?.();
  expect(await Promise.all([second, third])).toEqual([2, 2]);
  expect(finish).toHaveLength(2);
});

it('goes on after a run that failed', async () => {
  const { finish, fly } = counted();
  const first = fly();
  const second = fly();
  finish[0]?.(new Error('no'));
  await expect(first).rejects.toThrow('no');
  await Promise.resolve();
  await Promise.resolve();
  finish[1]?.();
  expect(await second).toBe(2);
  const third = fly();
  finish[2]?.();
  expect(await third).toBe(3);
});
