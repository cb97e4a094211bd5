/**
 * How well `text` answers `query`: its characters must stand in the text in order. Beginnings of words count most, then characters
 * side by side; what is skipped costs a little. null: no match. Comparable for one query only.
 */
export function fuzzyScore(query: string, text: string): number | null {
  const wanted = fold(query).replaceAll(' ', '');
  const within = fold(text);
  if (wanted === '') return 0;
  // The best of the ways that begin at each place where the first character stands.
  let best: number | null = null;
  for (let start = within.indexOf(wanted.charAt(0)); start >= 0; start = within.indexOf(wanted.charAt(0), start + 1)) {
    const score = scoreFrom(wanted, within, start);
    if (score !== null && (best === null || score > best)) best = score;
  }
  return best;
}

const startOfWord = 12;
const sideBySide = 8;
const skipped = 1;
const skippedMax = 6;

function scoreFrom(wanted: string, within: string, start: number): number | null {
  let score = start === 0 ? startOfWord : 0;
  let before = start - 1;
  for (const character of wanted) {
    const at = within.indexOf(character, before + 1);
    if (at < 0) return null;
    if (isStartOfWord(within, at)) score += startOfWord;
    if (at === before + 1) score += sideBySide;
    else score -= Math.min(at - before - 1, skippedMax) * skipped;
    before = at;
  }
  return score - within.length / 100;
}

function isStartOfWord(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1));
}

/** Case and accents make no difference. */
function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();
}
