import { type Branch, overwrite, type Speaker } from './catalogue.ts';
import { texts } from './texts.ts';

let speaker: Speaker | undefined;

/** From here on, and for what is added later. In place: modules that took a branch when they were loaded hear it as well. */
export function speakAs(chosen: Speaker): void {
  speaker = chosen;
  overwrite(texts, chosen(texts));
}

/** A part of `texts` that comes with the pages that need it, in the language that was chosen. */
export function addTexts(part: Branch): void {
  if (speaker) overwrite(part, speaker(part));
  Object.assign(texts, part);
}
