import type { Profile } from '@parley/contracts';
import type { KnownRoom } from '../../realtime/use-rooms.ts';
import { fuzzyScore } from './fuzzy-score.ts';

export type Entry = { kind: 'room'; id: string; room: KnownRoom } | { kind: 'person'; id: string; person: Profile };

type Input = {
  query: string;
  /** The latest activity first. */
  rooms: readonly KnownRoom[];
  people: readonly Profile[];
  /** The last visited first. */
  recent: readonly string[];
  /** Where somebody is already. */
  currentRoom: string | undefined;
};

const shownMax = 40;
/** As much as a beginning of a word: what one was in lately comes before what fits a little better. */
const recencyWorth = 12;

/** Where somebody may want to go: without words what waits and where they were, with words what fits best. */
export function rankEntries({ query, rooms, people, recent, currentRoom }: Input): Entry[] {
  const visited = new Map(recent.map((id, index) => [id, index]));
  const entries = rooms.map((room): Entry => ({ kind: 'room', id: room.id, room }));
  if (query.trim() === '') {
    const rank = (entry: Entry) => (entry.kind === 'room' ? restingRank(entry.room, visited.get(entry.id), currentRoom) : 0);
    return entries
      .map((entry, index) => ({ entry, rank: rank(entry), index }))
      .sort((a, b) => a.rank - b.rank || a.index - b.index)
      .slice(0, shownMax)
      .map(({ entry }) => entry);
  }
  // Who has a conversation with the viewer is found as that.
  const known = new Set<string | undefined>(rooms.map((room) => room.info.other_user?.id));
  const strangers = people.filter((person) => !known.has(person.id)).map((person): Entry => ({ kind: 'person', id: person.id, person }));
  return [...entries, ...strangers]
    .flatMap((entry, index) => {
      const scores = namesOf(entry).flatMap((name) => fuzzyScore(query, name) ?? []);
      if (scores.length === 0) return [];
      const place = visited.get(entry.id);
      const recency = place === undefined ? 0 : recencyWorth / (1 + place);
      return [{ entry, score: Math.max(...scores) + recency, index }];
    })
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, shownMax)
    .map(({ entry }) => entry);
}

function namesOf(entry: Entry): string[] {
  if (entry.kind === 'person') return [entry.person.display_name, entry.person.username];
  const { name, slug, other_user: other } = entry.room.info;
  return [name, ...(slug === null ? [] : [slug]), ...(other ? [other.username] : [])];
}

/** Mentioned, unread, visited, everything else; the conversation that is open comes last of the visited ones. */
function restingRank(room: KnownRoom, visitedAt: number | undefined, currentRoom: string | undefined): number {
  if (room.id === currentRoom) return 1_000;
  if (room.unreadCount > 0 && room.info.mention_count > 0) return 0;
  if (room.unreadCount > 0 && !room.info.muted) return 1;
  return visitedAt === undefined ? 2_000 : 2 + visitedAt;
}
