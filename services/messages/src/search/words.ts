import type { FoldedText } from './fold-text.ts';

/** Scripts that do not put spaces between words: their text is taken apart into characters and pairs of them. */
const unspaced =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]$/u;
const mayBeUnspaced = /[\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u3040-\ud7ff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;
const letters = /[\p{L}\p{N}\p{M}]+/gu;
const pictures = /\p{Extended_Pictographic}/gu;
const inWord = /^[\p{L}\p{N}\p{M}]$/u;
const humps = /[A-Za-z0-9]*[a-z0-9][A-Z][A-Za-z0-9]*/g;

export type Words = {
  /** Of scripts with spaces: runs of letters and digits. */
  words: string[];
  /** Of the others: runs without a space. */
  runs: string[];
  /** Emoji and the like, one by one. */
  pictures: string[];
};

/** What there is to find in folded text. Punctuation parts words and is not kept: `foo_bar` is foo and bar, `C++` is c. */
export function wordsOf(folded: string): Words {
  const found: Words = { words: [], runs: [], pictures: folded.match(pictures)?.filter((picture) => picture > '\u007f') ?? [] };
  for (const stretch of folded.match(letters) ?? []) {
    if (!mayBeUnspaced.test(stretch)) found.words.push(stretch);
    else separate(stretch, found);
  }
  return found;
}

function separate(stretch: string, found: Words): void {
  let current = '';
  let currentIsRun = false;
  for (const character of stretch) {
    // A mark belongs to what stands before it.
    const isRun: boolean = /^\p{M}$/u.test(character) && current !== '' ? currentIsRun : unspaced.test(character);
    if (isRun !== currentIsRun && current !== '') {
      (currentIsRun ? found.runs : found.words).push(current);
      current = '';
    }
    currentIsRun = isRun;
    current += character;
  }
  if (current !== '') (currentIsRun ? found.runs : found.words).push(current);
}

/** `keyBoard` → key, board: names in code are found by their parts. */
export function partsOfNames(original: string): string[] {
  return (original.match(humps) ?? []).flatMap((name) => name.split(/(?<=[a-z0-9])(?=[A-Z])/)).map((part) => part.toLowerCase());
}

/** Whether a word of a script with spaces begins at `index`. True before anything that is not part of such a word. */
export function startsWord(original: string, folded: FoldedText, index: number): boolean {
  if (!isLetter(characterAt(folded.text, index))) return true;
  if (!isLetter(characterBefore(folded.text, index))) return true;
  const place = folded.origin(index);
  return /[a-z0-9]/.test(original[place - 1] ?? '') && /[A-Z]/.test(original[place] ?? '');
}

/** Whether a word ends before `index`. */
export function endsWord(folded: FoldedText, index: number): boolean {
  return !isLetter(characterBefore(folded.text, index)) || !isLetter(characterAt(folded.text, index));
}

function isLetter(character: string): boolean {
  return inWord.test(character) && !unspaced.test(character);
}

function characterAt(text: string, index: number): string {
  const code = text.codePointAt(index);
  return code === undefined ? '' : String.fromCodePoint(code);
}

function characterBefore(text: string, index: number): string {
  const previous = text.slice(Math.max(0, index - 2), index);
  return [...previous].at(-1) ?? '';
}
