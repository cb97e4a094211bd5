import type { Branch, Catalogue, Speaker } from './catalogue.ts';
import type { texts } from './texts.ts';

/** Everything that is said, in another language: what a language of its own file exports. */
export type Translation = Catalogue<typeof texts>;

/** Such a catalogue as `languages.ts` wants it: asked for a part, it gives the same part. */
export function speakerOf(translation: Translation): Speaker {
  const all: Branch = { ...translation };
  return (english) => Object.fromEntries(Object.keys(english).map((key) => [key, all[key]]));
}
