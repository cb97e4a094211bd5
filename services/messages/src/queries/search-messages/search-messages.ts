import type { Message, MessageSearchResult, SearchMessagesQuery } from '@parley/contracts';
import { ProblemError } from '@parley/service-kit';
import { type Kysely, sql } from 'kysely';
import type { MessageRow, MessagesDatabase } from '../../messages-database.ts';
import type { UserProfiles } from '../../projections/users/user-profiles.ts';
import { fragmentsOf, type Match, matchMessage } from '../../search/match-message.ts';
import { parseQuery, type SearchQuery } from '../../search/parse-query.ts';
import { hasTerm, monthTerm, roomTerm, senderTerm } from '../../search/terms.ts';
import { toMessages } from '../show-messages.ts';
import { type Candidate, type CandidateQuery, findCandidates, stratumSize } from './find-candidates.ts';
import { decodeSearchCursor, encodeSearchCursor, type SearchCursor } from './search-cursor.ts';
import { searchedRooms } from './searched-rooms.ts';

type Sources = { db: Kysely<MessagesDatabase>; profiles: UserProfiles };
type Ranked = Candidate & { match: Match; score: number };

/** More rooms than this are filtered after the index, not by it. */
const roomTermsMax = 200;
const monthTermsMax = 120;
/** Strata looked at for one page: a query whose candidates hardly ever match must end, too. */
const strataPerPage = 5;
/** A message this old counts for half as much as a new one, in the part of the score that age decides. */
const halfLifeMs = 30 * 24 * 3_600_000;

/**
 * Messages of the person's own rooms. Ranked by relevance and age within strata of the newest candidates: up to `stratumSize` results
 * are ranked as a whole; of more, the newest come first, stratum by stratum. The cursor keeps the moment that ages are counted from,
 * so that pages neither repeat nor leave out.
 * @throws ProblemError validation_failed: nothing in `q` can be found, or the cursor is none
 */
export async function searchMessages(sources: Sources, userId: string, asked: SearchMessagesQuery): Promise<MessageSearchResult> {
  const query = parseQuery(asked.q);
  if (!query) throw nothingToFind();
  const candidates = await candidateQuery(sources, userId, asked, query);
  let cursor = asked.cursor ? decodeSearchCursor(asked.cursor) : { at: Date.now(), below: await documentsEnd(sources.db), skip: 0 };
  const page: Ranked[] = [];
  let isEnd = candidates === undefined;
  for (let strata = 0; candidates && !isEnd && page.length < asked.limit && strata < strataPerPage; strata += 1) {
    const stratum = await findCandidates(sources.db, candidates, cursor.below);
    const ranked = rank(stratum, query, cursor.at);
    const room = asked.limit - page.length;
    page.push(...ranked.slice(cursor.skip, cursor.skip + room));
    const isLast = stratum.length < stratumSize;
    const isRest = ranked.length > cursor.skip + room;
    isEnd = isLast && !isRest;
    cursor = isRest ? { ...cursor, skip: cursor.skip + room } : { at: cursor.at, below: stratum.at(-1)?.document_id ?? 0, skip: 0 };
  }
  return toResult(sources, userId, page, isEnd ? undefined : cursor);
}

function nothingToFind(): ProblemError {
  const message = 'needs a letter, a digit or a symbol other than punctuation';
  return new ProblemError('validation_failed', undefined, { errors: [{ path: 'q', message }] });
}

async function candidateQuery(
  { db }: Sources,
  userId: string,
  asked: SearchMessagesQuery,
  { terms }: SearchQuery,
): Promise<CandidateQuery | undefined> {
  const rooms = await searchedRooms(db, userId, asked.room_id);
  const sender = asked.from === undefined ? undefined : await findPerson(db, asked.from);
  if (rooms.length === 0 || sender === null) return undefined;
  const since = asked.after === undefined ? undefined : new Date(asked.after);
  const until = asked.before === undefined ? undefined : new Date(asked.before);
  return {
    terms: [...terms, ...(sender ? [senderTerm(sender)] : []), ...(asked.has ? [hasTerm(asked.has)] : [])],
    rooms,
    roomTerms: rooms.length > roomTermsMax ? undefined : rooms.map((room) => roomTerm(room.room_id)),
    monthTerms: since && monthTerms(since, until ?? new Date()),
    since,
    until,
  };
}

/** Undefined where the months are too many for a list, or end before they begin. */
function monthTerms(since: Date, until: Date): number[] | undefined {
  const [first, last] = [monthNumber(since), monthNumber(until)];
  if (last < first || last - first >= monthTermsMax) return undefined;
  return Array.from({ length: last - first + 1 }, (_, index) => monthTerm(new Date(Date.UTC(0, first + index, 15))));
}

const monthNumber = (at: Date) => (at.getUTCFullYear() - 1900) * 12 + at.getUTCMonth();

/** By id or by username; null when there is no such person. */
async function findPerson(db: Kysely<MessagesDatabase>, from: string): Promise<string | null> {
  if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(from)) return from.toLowerCase();
  const { rows } = await sql<{ user_id: string }>`select user_id from users where lower(username) = lower(${from}) limit 1`.execute(db);
  return rows[0]?.user_id ?? null;
}

async function documentsEnd(db: Kysely<MessagesDatabase>): Promise<number> {
  const { rows } = await sql<{ last_value: string }>`select last_value from search_document_id`.execute(db);
  return Number(rows[0]?.last_value ?? 0) + 1;
}

function rank(candidates: readonly Candidate[], query: SearchQuery, at: number): Ranked[] {
  const ranked = candidates.flatMap((candidate) => {
    const match = matchMessage(candidate.content, query);
    if (!match) return [];
    const age = Math.max(0, at - candidate.created_at.getTime());
    return [{ ...candidate, match, score: match.relevance * (0.5 + 0.5 * 2 ** (-age / halfLifeMs)) }];
  });
  return ranked.sort((a, b) => b.score - a.score || b.document_id - a.document_id);
}

async function toResult(
  sources: Sources,
  userId: string,
  page: readonly Ranked[],
  cursor: SearchCursor | undefined,
): Promise<MessageSearchResult> {
  const messages = await readShown(sources, userId, page);
  const items = page.flatMap((found) => {
    const message = messages.get(`${found.room_id}/${found.seq}`);
    return message ? [{ message, score: Number(found.score.toFixed(4)), fragments: fragmentsOf(found.content, found.match.marks) }] : [];
  });
  return { items, next_cursor: cursor ? encodeSearchCursor(cursor) : null, has_more: cursor !== undefined };
}

async function readShown(sources: Sources, userId: string, page: readonly Ranked[]): Promise<Map<string, Message>> {
  if (page.length === 0) return new Map();
  const { rows } = await sql<MessageRow>`
    select m.* from unnest(${page.map((row) => row.room_id)}::uuid[], ${page.map((row) => row.seq)}::integer[]) as asked (room_id, seq)
      join messages m on m.room_id = asked.room_id and m.seq = asked.seq
    where m.deleted_at is null`.execute(sources.db);
  const messages = await toMessages(sources, rows, { userId });
  return new Map(messages.map((message) => [`${message.room_id}/${message.seq}`, message]));
}
