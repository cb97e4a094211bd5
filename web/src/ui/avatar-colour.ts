/** As many as there are --avatar-* pairs in theme.css. */
export const avatarColours = 8;

/** The same person has the same colour everywhere. FNV-1a over the id's characters. */
export function avatarColour(id: string): number {
  let hash = 0x811c9dc5;
  for (const character of id) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return (hash >>> 0) % avatarColours;
}

/** Up to two letters that stand for a name: of the first and the last word, or of the only one. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = letterOf(words[0]);
  return (words.length > 1 ? first + letterOf(words.at(-1)) : first).toUpperCase();
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** One visible character: half an emoji is none. */
function letterOf(word: string | undefined): string {
  return word === undefined ? '' : (graphemes.segment(word)[Symbol.iterator]().next().value?.segment ?? '');
}
