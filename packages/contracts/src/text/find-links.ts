import { withoutCode } from './without-code.ts';

/** More links of one message are not told apart. */
export const linksMax = 20;

const address = /(?<![\p{L}\p{N}_])https?:\/\/[^\s<>"'`\\^{|}]+/giu;

/** The web addresses in a text, each once, in its order; not inside code. Nothing is fetched, and what is no valid address is left out. */
export function findLinks(content: string): string[] {
  if (!content.includes('://')) return [];
  const links = new Set<string>();
  for (const [found] of withoutCode(content).matchAll(address)) {
    const link = trimEnd(found);
    if (links.size < linksMax && URL.canParse(link)) links.add(link);
  }
  return [...links];
}

/** A sentence's punctuation is not the address's, nor is a bracket that was opened before it. */
function trimEnd(link: string): string {
  const surplus = { ')': count(link, ')') - count(link, '('), ']': count(link, ']') - count(link, '[') };
  let end = link.length;
  while (end > 0) {
    const last = link.charAt(end - 1);
    if (last === ')' || last === ']') {
      if (surplus[last] <= 0) break;
      surplus[last] -= 1;
    } else if (!/[.,;:!?*_~]/.test(last)) break;
    end -= 1;
  }
  return link.slice(0, end);
}

function count(text: string, wanted: string): number {
  return text.split(wanted).length - 1;
}
