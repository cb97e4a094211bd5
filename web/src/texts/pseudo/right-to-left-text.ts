/** Right-to-left override and its end: the letters of a word run from right to left, as those of Arabic do. */
const override = '\u202e';
const pop = '\u202c';

export function rightToLeftText(text: string): string {
  return text.replaceAll(/[\p{L}\p{M}’'-]+/gu, (word) => override + word + pop);
}
