import { withoutCode } from './without-code.ts';

export type FoundMentions = {
  /** In lower case, each once, in the order of the text. Whether somebody in the room is called so is for the server to say. */
  usernames: string[];
  /** `@here` and `@room`; the wider one where both stand. */
  everyone: 'here' | 'room' | null;
};

/** More people are not mentioned by one message. */
export const mentionsMax = 50;

/** An `@` inside a word, an address or a path mentions nobody. */
const mention = /(?<![\p{L}\p{N}_@./-])@([A-Za-z0-9_]{3,50})(?![\p{L}\p{N}_])/gu;

/** Whom a text calls by `@username`, and whether it calls everybody; not inside code. Pure: what it costs does not grow with the room. */
export function findMentions(content: string): FoundMentions {
  const found: FoundMentions = { usernames: [], everyone: null };
  if (!content.includes('@')) return found;
  const usernames = new Set<string>();
  for (const [, name = ''] of withoutCode(content).matchAll(mention)) {
    const username = name.toLowerCase();
    if (username === 'room') found.everyone = 'room';
    else if (username === 'here') found.everyone ??= 'here';
    else if (usernames.size < mentionsMax) usernames.add(username);
  }
  return { ...found, usernames: [...usernames] };
}
