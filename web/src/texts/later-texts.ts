import { type Branch, overwrite } from './catalogue.ts';

const translations = new Map<string, Branch>();
const loaded = new Map<string, Branch>();

/** What a part of the catalogue is to say, from now on or once it is loaded. */
export function translateLater(part: string, translation: Branch): void {
  translations.set(part, translation);
  const said = loaded.get(part);
  if (said) overwrite(said, translation);
}

/** A part of the catalogue that is not on the first screen: its words come with the code that says them, already translated. */
export function laterTexts<Shape extends Branch>(part: string, english: Shape): Shape {
  loaded.set(part, english);
  const translation = translations.get(part);
  if (translation) overwrite(english, translation);
  return english;
}
