/** What is being completed at the caret: `@na` or `:smi`. `start` is where its sign stands. */
export type Token = { kind: 'mention' | 'emoji'; query: string; start: number };

const mention = /(?:^|[\s([{>"'*_~])@([A-Za-z0-9_]{0,50})$/;
/** From two letters on: a lone colon is punctuation. */
const emoji = /(?:^|[\s([{*_~]):([a-z0-9_+-]{2,32})$/i;

export function tokenAt(text: string, caret: number): Token | null {
  const before = text.slice(0, caret);
  const person = mention.exec(before)?.[1];
  if (person !== undefined) return { kind: 'mention', query: person.toLowerCase(), start: caret - person.length - 1 };
  const name = emoji.exec(before)?.[1];
  if (name !== undefined) return { kind: 'emoji', query: name.toLowerCase(), start: caret - name.length - 1 };
  return null;
}

/** The text with the token replaced, and where the caret then stands. */
export function complete(text: string, caret: number, token: Token, replacement: string): { text: string; caret: number } {
  const after = text.slice(caret);
  const filled = `${replacement}${/^\s/.test(after) ? '' : ' '}`;
  return { text: text.slice(0, token.start) + filled + after, caret: token.start + filled.length };
}

type Named = { readonly username: string; readonly display_name: string };

/** Who is meant by a beginning: usernames first, then any word of the name. */
export function rankPeople<Person extends Named>(people: readonly Person[], query: string, max: number): Person[] {
  const rank = ({ username, display_name }: Named): number => {
    const [handle, name] = [username.toLowerCase(), display_name.toLowerCase()];
    if (handle === query) return 0;
    if (handle.startsWith(query)) return 1;
    if (name.split(/\s+/).some((word) => word.startsWith(query))) return 2;
    return handle.includes(query) || name.includes(query) ? 3 : 4;
  };
  return people
    .map((person) => ({ person, rank: rank(person) }))
    .filter((ranked) => ranked.rank < 4)
    .sort((a, b) => a.rank - b.rank || a.person.display_name.localeCompare(b.person.display_name))
    .slice(0, max)
    .map(({ person }) => person);
}
