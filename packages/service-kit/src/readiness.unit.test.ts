import { expect, it } from 'vitest';
import { createReadiness } from './readiness.ts';

it('names the checks that fail, throw or hang', async () => {
  const readiness = createReadiness({ timeoutMs: 20 });
  readiness.register('fine', () => true);
  readiness.register('silent', () => undefined);
  readiness.register('false', async () => false);
  readiness.register('throws', () => {
    throw new Error('x');
  });
  readiness.register('hangs', () => new Promise<boolean>(() => undefined));
  expect(await readiness.failing()).toEqual(['false', 'throws', 'hangs']);
});

it('forgets a check that was taken back, and refuses a second one of the same name', async () => {
  const readiness = createReadiness();
  const remove = readiness.register('a', () => false);
  expect(() => readiness.register('a', () => true)).toThrow(/exists already/);
  remove();
  expect(await readiness.failing()).toEqual([]);
});

it('is never ready again once it drains', async () => {
  const readiness = createReadiness();
  readiness.drain();
  expect(await readiness.failing()).toEqual(['draining']);
});
