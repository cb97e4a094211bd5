import { foldText } from './fold-text.ts';
import { partsOfNames, type Words, wordsOf } from './words.ts';

/**
 * What the index keeps of a message: 32-bit hashes, never words. An index keeps its keys when the last row with them is gone; of
 * a deleted message nothing readable may stay. Two words with one hash do no harm, since whatever is found is compared with the message.
 */
export type Term = number;

/** Lengths of a word's beginnings that are indexed: what is asked for is found by the longest of them that it has. */
const beginnings = [8, 5, 3, 2, 1];

/** Documents in one window: what a search looks through at once, newest first. */
export const windowSize = 8_192;

/** Everything by which a message can be found. */
export function termsOfContent(content: string): Set<Term> {
  const folded = foldText(content).text;
  const { words, runs, pictures } = wordsOf(folded);
  const terms = new Set<Term>();
  for (const word of [...words, ...partsOfNames(content)]) {
    for (const length of beginnings) {
      // A single character only where it is all of the word: else every letter of the alphabet would name half of all messages.
      if (word.length >= length && (length > 1 || word.length === 1)) terms.add(hash('word', word.slice(0, length)));
    }
  }
  for (const run of runs) for (const part of [...run, ...pairs(run)]) terms.add(hash('run', part));
  for (const picture of pictures) terms.add(hash('picture', picture));
  return terms;
}

/** What every message has in which `folded` text begins a word. Empty where there is nothing but punctuation. */
export function termsOfQuery(folded: string): Set<Term> {
  const found: Words = wordsOf(folded);
  const words = found.words.map((word) => hash('word', word.slice(0, beginnings.find((length) => length <= word.length) ?? 1)));
  const runs = found.runs.flatMap((run) => {
    const parts = pairs(run);
    return (parts.length > 0 ? parts : [run]).map((part) => hash('run', part));
  });
  return new Set([...words, ...runs, ...found.pictures.map((picture) => hash('picture', picture))]);
}

export const roomTerm = (roomId: string): Term => hash('room', roomId);
export const senderTerm = (userId: string): Term => hash('from', userId);
export const hasTerm = (what: 'file' | 'link'): Term => hash('has', what);
export const monthTerm = (at: Date): Term => hash('month', at.toISOString().slice(0, 7));
export const windowTerm = (nr: number): Term => hash('window', String(nr));
export const windowOf = (documentId: number): number => Math.floor(documentId / windowSize);

/** An address that a reader could follow. Nobody fetches it. */
export function hasLink(content: string): boolean {
  return /\bhttps?:\/\/[^\s/]|\bwww\.[^\s.]+\.[^\s]/i.test(content);
}

function pairs(run: string): string[] {
  const characters = [...run];
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

/** FNV-1a with a final mix, as a signed 32-bit number: Postgres' `integer`. */
function hash(kind: string, text: string): Term {
  let state = 0x811c9dc5;
  const whole = `${kind}:${text}`;
  for (let index = 0; index < whole.length; index += 1) state = Math.imul(state ^ whole.charCodeAt(index), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  return (state ^ (state >>> 13)) | 0;
}
