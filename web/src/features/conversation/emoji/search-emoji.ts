export type EmojiEntry = {
  readonly emoji: string;
  readonly label: string;
  /** What stands between two colons, e.g. `tada`; the first is the usual one. */
  readonly names: readonly string[];
  readonly tags: readonly string[];
  /** Unicode's group. */
  readonly group: number;
  /** With skin tones, light to dark; empty for most. */
  readonly tones: readonly string[];
};

/** The best first: a name that is the query, one that begins with it, one that holds it, then what it is about. */
export function searchEmoji(book: readonly EmojiEntry[], query: string, count: number): EmojiEntry[] {
  const wanted = query.toLowerCase();
  const ranked: EmojiEntry[][] = [[], [], [], []];
  for (const entry of book) ranked[rankOf(entry, wanted)]?.push(entry);
  return ranked.flat().slice(0, count);
}

function rankOf({ names, tags }: EmojiEntry, wanted: string): number {
  if (names.includes(wanted)) return 0;
  if (names.some((name) => name.startsWith(wanted))) return 1;
  if (names.some((name) => name.includes(wanted))) return 2;
  return tags.some((tag) => tag.startsWith(wanted)) ? 3 : -1;
}
