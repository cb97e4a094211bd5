import { foldText } from './fold-text.ts';
import { type Term, termsOfQuery } from './terms.ts';

/** A word or code token (`foo_bar`, `C++`: found as it stands, where a word begins) or a "phrase" (whole words). */
export type QueryPart = { text: string; isPhrase: boolean };
export type SearchQuery = { parts: QueryPart[]; terms: ReadonlySet<Term> };

const maxParts = 20;

/** Everything asked for must be in the message. Undefined where nothing in it could be found: punctuation alone, or nothing at all. */
export function parseQuery(q: string): SearchQuery | undefined {
  const parts: QueryPart[] = [];
  for (const [, quoted, plain] of q.matchAll(/"([^"]*)"|([^\s"]+)/g)) {
    const text = foldText((quoted ?? plain ?? '').trim()).text.trim();
    if (text !== '' && parts.length < maxParts) parts.push({ text, isPhrase: quoted !== undefined });
  }
  const terms = new Set(parts.flatMap((part) => [...termsOfQuery(part.text)]));
  return terms.size === 0 ? undefined : { parts, terms };
}
