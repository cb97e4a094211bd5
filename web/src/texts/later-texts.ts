import { type Branch, isBranch, overwrite } from './catalogue.ts';

/** Says a part of the English catalogue, keyed by its name, in the chosen language. */
export type Speaker = (english: Branch) => Branch;

let chosen: Speaker | undefined;
const loaded = new Map<string, Branch>();

/** What the parts of the catalogue are to say, from now on or once they are loaded. */
export function translateLater(speaker: Speaker): void {
  chosen = speaker;
  for (const [part, said] of loaded) translate(part, said);
}

/** A part of the catalogue that is not on the first screen: its words come with the code that says them, already translated. */
export function laterTexts<Shape extends Branch>(part: string, english: Shape): Shape {
  loaded.set(part, english);
  translate(part, english);
  return english;
}

/** A part as it is said by now. */
export function spoken(english: Branch): Branch {
  return chosen?.(english) ?? english;
}

function translate(part: string, english: Branch): void {
  const translation = spoken({ [part]: english })[part];
  if (isBranch(translation)) overwrite(english, translation);
}
