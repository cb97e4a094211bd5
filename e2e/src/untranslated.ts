import type { Page } from 'playwright-core';

/** What `Intl` says in English dates, which no catalogue holds. */
const calendar =
  /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|January|February|March|April|June|July|August|September|October|November|December|at|am|pm|AM|PM)\b/g;

/**
 * Everything that is seen or read aloud on the page and still has two plain letters in a row, with the accented language chosen.
 * `data`: what people and servers wrote, which no language changes.
 */
export async function untranslatedTexts(page: Page, data: readonly string[]): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.body.querySelectorAll('*')) {
      if (element.closest('script, style, noscript, code, svg, [translate=no]')) continue;
      if (element.getClientRects().length === 0) continue;
      for (const name of ['aria-label', 'title', 'placeholder', 'alt']) found.push(element.getAttribute(name) ?? '');
      for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent ?? '');
    }
    return found;
  });
  const longestFirst = data.toSorted((a, b) => b.length - a.length);
  const isPlain = (text: string) =>
    /[A-Za-z]{2}/.test(longestFirst.reduce((rest, known) => rest.replaceAll(known, ''), text).replaceAll(calendar, ''));
  return [...new Set(texts.filter(isPlain))];
}
