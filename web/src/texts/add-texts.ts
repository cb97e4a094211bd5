import { type Branch, overwrite } from './catalogue.ts';
import { type Speaker, spoken, translateLater } from './later-texts.ts';
import { texts } from './texts.ts';

/** From here on, and for what is added later. In place: modules that took a branch when they were loaded hear it as well. */
export function speakAs(speaker: Speaker): void {
  overwrite(texts, speaker(texts));
  translateLater(speaker);
}

/** A part of `texts` that comes with the pages that need it. */
export function addTexts(part: Branch): void {
  overwrite(part, spoken(part));
  Object.assign(texts, part);
}
