import type { Notification } from '@parley/contracts';
import { expect, it } from 'vitest';
import { byDay } from './by-day.ts';

const at = (day: number, hour: number): Notification =>
  JSON.parse(JSON.stringify({ id: `${day}/${hour}`, updated_at: new Date(2026, 10, day, hour).toISOString() }));

it('puts what happened on one day together, and leaves the order alone', () => {
  const days = byDay([at(28, 23), at(28, 0), at(27, 23), at(20, 5)]);
  expect(days.map(({ items }) => items.map(({ id }) => id))).toEqual([['28/23', '28/0'], ['27/23'], ['20/5']]);
  expect(byDay([])).toEqual([]);
});
