import compact from 'emojibase-data/en/compact.json';
import shortcodes from 'emojibase-data/en/shortcodes/github.json';
import type { EmojiEntry } from './search-emoji.ts';

/** Unicode's parts of other emoji: skin tones, hair. Nobody sends them alone. */
const components = 2;

const isRecommended = /^\p{RGI_Emoji}$/v;

const codes: Readonly<Record<string, string | string[]>> = shortcodes;

/** Every emoji with its names: a chunk of its own, loaded when somebody looks for one. */
export const emojiBook: readonly EmojiEntry[] = compact.flatMap((found) => {
  const { unicode, hexcode, label, tags = [], group, skins = [] } = found;
  if (group === undefined || group === components) return [];
  const entry = {
    emoji: recommended(unicode),
    label,
    group,
    tags,
    names: [codes[hexcode] ?? label.toLowerCase().replace(/[^a-z0-9]+/g, '_')].flat(),
  };
  // The first five are the plain tones, from light to dark; the rest are mixed pairs.
  return [{ ...entry, tones: skins.slice(0, 5).map((skin) => skin.unicode) }];
});

/** As Unicode recommends it, which is how the server takes it: the data asks for colour where colour is the rule anyway. */
function recommended(emoji: string): string {
  return isRecommended.test(emoji) ? emoji : emoji.replaceAll('\ufe0f', '');
}
