import { monitorEventLoopDelay } from 'node:perf_hooks';
import { writeFileSync } from 'node:fs';
import { it } from 'vitest';
import { startTestAuth } from './start-test-auth.ts';
it('burst', async () => {
  const auth = await startTestAuth({ PARLEY_BCRYPT_ROUNDS: '12' });
  await auth.app.inject({ method: 'POST', url: '/api/v1/auth/register', payload: { email: 'a@b.de', username: 'abc', display_name: 'x', password: 'Abcdefg1' } });
  const h = monitorEventLoopDelay({ resolution: 5 });
  h.enable();
  const t = performance.now();
  const r = await Promise.all(Array.from({ length: 50 }, () => auth.app.inject({ method: 'POST', url: '/api/v1/auth/login', payload: { email: 'a@b.de', password: 'Abcdefg1' } })));
  h.disable();
  writeFileSync('/tmp/kit/burst.txt', JSON.stringify({ ms: performance.now() - t, codes: Object.groupBy(r.map((x) => x.statusCode), String), p50: h.percentile(50) / 1e6, p99: h.percentile(99) / 1e6, max: h.max / 1e6 }));
  await auth.stop();
});
