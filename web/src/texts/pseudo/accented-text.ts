const plain = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const marked = 'ÅƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž';
const letters = new Map([...plain].map((letter, index) => [letter, [...marked][index] ?? letter]));

const growth = 0.4;
const filler = 'öñé ţŵö ţĥŕéé ƒöûŕ ƒîṽé šîẋ šéṽéñ éîĝĥţ ñîñé ţéñ ';

/** Readable, without one plain letter, and 40 % longer between brackets that show what is cut off. */
export function accentedText(text: string): string {
  const extra = Math.ceil(text.length * growth);
  const padding = filler
    .repeat(Math.ceil(extra / filler.length))
    .slice(0, extra)
    .trim();
  return `[${[...text].map((letter) => letters.get(letter) ?? letter).join('')} ${padding}]`;
}
