import { type FoldedText, foldText } from './fold-text.ts';
import type { QueryPart, SearchQuery } from './parse-query.ts';
import { endsWord, startsWord } from './words.ts';

/** Part of a message, with what was found in it: `start` and `end` count UTF-16 units of `text`, as programs index strings. */
export type Fragment = { text: string; marks: Array<{ start: number; end: number }> };
export type Match = { relevance: number; marks: Range[] };
type Range = { start: number; end: number };

const maxOccurrences = 20;
const fragmentLength = 200;
/** Shown before the first hit. */
const leadIn = 60;

/** Compares the message itself: the index only proposes. Undefined where a part of the query is not in it. */
export function matchMessage(content: string, { parts }: SearchQuery): Match | undefined {
  const folded = foldText(content);
  let relevance = 0;
  const marks: Range[] = [];
  for (const part of parts) {
    const found = occurrences(content, folded, part);
    if (found.length === 0) return undefined;
    const wholeWord = found.some((range) => endsWord(folded, range.end));
    relevance += (wholeWord ? 1 : 0.6) + Math.min(found.length - 1, 3) * 0.1 + (part.isPhrase ? 0.5 : 0);
    for (const { start, end } of found) marks.push({ start: folded.origin(start), end: folded.origin(end) });
  }
  const inOrder = parts.map((part) => part.text).join(' ');
  if (parts.length > 1 && folded.text.includes(inOrder)) relevance += 0.5;
  // The same words say more of a short message than of a long one.
  const density = 1 + Math.log1p(content.length / 200);
  return { relevance: relevance / parts.length / density, marks: joined(marks) };
}

function occurrences(content: string, folded: FoldedText, { text, isPhrase }: QueryPart): Range[] {
  const found: Range[] = [];
  for (let start = folded.text.indexOf(text); start >= 0 && found.length < maxOccurrences; start = folded.text.indexOf(text, start + 1)) {
    const end = start + text.length;
    if (startsWord(content, folded, start) && (!isPhrase || endsWord(folded, end))) found.push({ start, end });
  }
  return found;
}

function joined(ranges: Range[]): Range[] {
  const result: Range[] = [];
  for (const range of ranges.sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else result.push({ ...range });
  }
  return result;
}

/** At most two stretches of the message around what was found: plain text and ranges, no markup. */
export function fragmentsOf(content: string, marks: readonly Range[]): Fragment[] {
  const fragments: Fragment[] = [];
  let rest = [...marks];
  while (rest.length > 0 && fragments.length < 2) {
    const first = rest[0]?.start ?? 0;
    const from = wholeCharacter(content, content.length <= fragmentLength ? 0 : Math.max(0, first - leadIn));
    const to = wholeCharacter(content, Math.min(content.length, from + fragmentLength));
    const inside = rest.filter((mark) => mark.start < to);
    const shown = inside.map((mark) => ({ start: mark.start - from, end: Math.min(mark.end, to) - from }));
    fragments.push({ text: content.slice(from, to), marks: shown });
    rest = rest.slice(inside.length);
  }
  return fragments;
}

/** Never between the halves of a character. */
function wholeCharacter(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff ? index - 1 : index;
}
