import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const standard = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe has to say about WCAG 2.2 A and AA: rule and place. Put in by the debugger: the page's policy lets no stranger in. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  // Half-way from one theme to the other nothing has its colours yet; the way begins with one of the next frames.
  await page.evaluate(async () => {
    for (let calm = 0; calm < 3; calm += 1) {
      for (let frame = 0; frame < 3; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
      const moving = document.getAnimations();
      if (moving.length > 0) calm = -1;
      await Promise.allSettled(moving.map(({ finished }) => finished));
    }
  });
  const results = await page.evaluate((tags) => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    return axe.run({ runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
  }, standard);
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary}`),
  );
}

/** What is wider than the window, innermost last; nothing when the page has no sideways scroll. */
export function stickingOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.body.querySelectorAll('*')]
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect();
        return left < -1 || right > clientWidth + 1;
      })
      .map((element) => `${element.tagName} ${element.className}`)
      .slice(-5);
  });
}

/** A heading is there and nothing is a grey shape any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await page.waitForFunction(() => document.querySelector('.animate-pulse-soft') === null && document.fonts.status === 'loaded');
}

export type Vitals = { paintMs: number; shift: number; slowestInteractionMs: number };

/** What the browser itself measured since the page was opened. */
export function readVitals(page: Page): Promise<Vitals> {
  return page.evaluate(async () => {
    const entriesOf = (type: string, options: object = {}) =>
      new Promise<PerformanceEntry[]>((resolve) => {
        const observer = new PerformanceObserver((list) => resolve(list.getEntries()));
        observer.observe({ type, buffered: true, ...options });
        setTimeout(() => resolve([]), 300);
      });
    // Whoever types before the largest is there ends the search for it: the first counts in any case.
    const paints = [...(await entriesOf('largest-contentful-paint')), ...performance.getEntriesByName('first-contentful-paint')];
    const shifts = (await entriesOf('layout-shift')) as Array<PerformanceEntry & { value: number; hadRecentInput: boolean }>;
    const events = await entriesOf('event', { durationThreshold: 16 });
    return {
      paintMs: Math.max(0, ...paints.map(({ startTime }) => startTime)),
      shift: shifts.filter(({ hadRecentInput }) => !hadRecentInput).reduce((sum, { value }) => sum + value, 0),
      slowestInteractionMs: Math.max(0, ...events.filter(({ name }) => /^(key|pointer|click)/.test(name)).map(({ duration }) => duration)),
    };
  });
}
