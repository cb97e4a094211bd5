import { once } from 'node:events';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { createServiceContext } from './run-service.ts';

const log = pino({ level: 'silent' });

it('goes unready first, then closes in reverse order, loops in their turn', async () => {
  const { context, shutDown } = createServiceContext(log);
  const order: string[] = [];
  context.onShutdown('database', () => void order.push('database'));
  context.loop({
    name: 'relay',
    run: async (signal) => {
      await once(signal, 'abort');
      order.push('relay');
    },
  });
  context.onShutdown('http', async () => void order.push(`http while ${await context.readiness.failing()}`));
  context.signal.addEventListener('abort', () => order.push('signal'));
  await new Promise((resolve) => setImmediate(resolve));

  expect(await shutDown(1_000)).toBe(true);
  expect(order).toEqual(['signal', 'http while draining', 'relay', 'database']);
});

it('goes on closing after a hook that fails, and tells it was not clean', async () => {
  const { context, shutDown } = createServiceContext(log);
  let closed = false;
  context.onShutdown('first opened', () => {
    closed = true;
  });
  context.onShutdown('broken', async () => {
    throw new Error('x');
  });
  expect(await shutDown(1_000)).toBe(false);
  expect(closed).toBe(true);
});

it('gives up after the time limit', async () => {
  const { context, shutDown } = createServiceContext(log);
  context.onShutdown('hangs', () => new Promise(() => undefined));
  expect(await shutDown(30)).toBe(false);
});
