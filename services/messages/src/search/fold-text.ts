/** Text as search compares it, and where each of its characters came from. */
export type FoldedText = {
  text: string;
  /** The index in the original of what stands at `index`; at the end, the original's length. */
  origin(index: number): number;
};

/** Marks that a reader of the language leaves out when typing: accents, Hebrew and Arabic vowel points. Not the vowels of Indic scripts. */
const accents = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g;
/** Letters that Unicode does not take apart, and that people type as these. */
const plainLetters = new Map([
  ['ß', 'ss'],
  ['ø', 'o'],
  ['đ', 'd'],
  ['ł', 'l'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ı', 'i'],
]);
/** Nothing in it changes but capitals: every character stays where it is. */
const simple = /^(?:[!-~]| (?! ))*$/;

/** Regardless of case, accents, width of characters (ＡＢＣ) and kind or length of white space. */
export function foldText(original: string): FoldedText {
  if (simple.test(original)) return { text: original.toLowerCase(), origin: (index) => index };
  let text = '';
  const origins: number[] = [];
  let place = 0;
  for (const character of original) {
    const folded = foldCharacter(character);
    if (folded !== ' ' || !text.endsWith(' ')) {
      text += folded;
      for (let unit = 0; unit < folded.length; unit += 1) origins.push(place);
    }
    place += character.length;
  }
  return { text, origin: (index) => origins[index] ?? original.length };
}

function foldCharacter(character: string): string {
  if (/\s/.test(character)) return ' ';
  const folded = character.normalize('NFKD').replace(accents, '').normalize('NFC').toLowerCase();
  return plainLetters.get(folded) ?? folded;
}
