import type { CDPSession } from 'playwright-core';
import type { Window } from './browsers.ts';

export async function watchMainThread({ context, page }: Window): Promise<CDPSession> {
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return session;
}

/** Milliseconds that the page's main thread has spent on scripts, styles and layout: what is ours of a frame. Here the processor paints, too. */
export async function mainThreadMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  const ours = metrics.filter(({ name }) => /^(Script|RecalcStyle|Layout)Duration$/.test(name));
  return ours.reduce((sum, { value }) => sum + value, 0) * 1_000;
}
