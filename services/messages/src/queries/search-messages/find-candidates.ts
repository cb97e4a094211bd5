import { type Kysely, sql } from 'kysely';
import type { MessagesDatabase } from '../../messages-database.ts';
import { type Term, windowOf, windowTerm } from '../../search/terms.ts';

export type SearchedRoom = { room_id: string; from_seq: number };
export type Candidate = { room_id: string; seq: number; document_id: number; created_at: Date; content: string };
export type CandidateQuery = {
  terms: readonly Term[];
  /** Where to look; from `from_seq` on, not itself. */
  rooms: readonly SearchedRoom[];
  /** The rooms' terms, where they are few enough to be asked of the index. */
  roomTerms: readonly Term[] | undefined;
  /** Any one of them: the months between `since` and `until`. */
  monthTerms: readonly Term[] | undefined;
  since: Date | undefined;
  until: Date | undefined;
};

/** Enough for several pages to be ranked together. */
export const stratumSize = 300;
const firstGroup = 1;
const growth = 4;
const largestGroup = 512;

/**
 * The newest `stratumSize` messages below a document that the index proposes. It goes through the index's windows from the newest to the
 * oldest, in groups that grow: a common word is satisfied by the newest few thousand messages, a rare one has few entries to read in
 * all. What is read does not grow with the number of messages in which a common word stands.
 */
export async function findCandidates(db: Kysely<MessagesDatabase>, query: CandidateQuery, below: number): Promise<Candidate[]> {
  const found: Candidate[] = [];
  let newest = windowOf(Math.max(0, below - 1));
  for (let size = firstGroup; newest >= 0 && found.length < stratumSize; size = Math.min(size * growth, largestGroup)) {
    const oldest = Math.max(0, newest - size + 1);
    const windows = Array.from({ length: newest - oldest + 1 }, (_, index) => windowTerm(oldest + index));
    found.push(...(await candidatesIn(db, query, { windows, below, limit: stratumSize - found.length })));
    newest = oldest - 1;
  }
  return found;
}

type Group = { windows: readonly Term[]; below: number; limit: number };

/** Of one group of windows. Content comes from `messages`, as it is now: what was deleted or edited a moment ago is not what was indexed. */
async function candidatesIn(db: Kysely<MessagesDatabase>, query: CandidateQuery, group: Group): Promise<Candidate[]> {
  const { terms, rooms, roomTerms, monthTerms, since, until } = query;
  const inRooms = roomTerms ? sql`and d.terms && ${roomTerms}::integer[]` : sql``;
  const inMonths = monthTerms ? sql`and d.terms && ${monthTerms}::integer[]` : sql``;
  const { rows } = await sql<Omit<Candidate, 'document_id'> & { document_id: string }>`
    with proposed as materialized (
      select d.room_id, d.seq, d.document_id
      from search_documents d
        join unnest(${rooms.map((room) => room.room_id)}::uuid[], ${rooms.map((room) => room.from_seq)}::integer[]) as r (room_id, from_seq)
          on r.room_id = d.room_id and d.seq > r.from_seq
      where d.terms @> ${terms}::integer[] and d.terms && ${group.windows}::integer[] ${inRooms} ${inMonths}
        and d.document_id < ${group.below}
        and d.created_at >= coalesce(${since ?? null}::timestamptz, '-infinity')
        and d.created_at < coalesce(${until ?? null}::timestamptz, 'infinity')
      order by d.document_id desc
      limit ${group.limit}
    )
    select p.document_id, m.room_id, m.seq, m.content, m.created_at
    from proposed p
      cross join lateral (
        select m.room_id, m.seq, m.content, m.created_at from messages m
        where m.room_id = p.room_id and m.seq = p.seq and m.message_type = 'text' and m.deleted_at is null
        offset 0
      ) m
    order by p.document_id desc`.execute(db);
  return rows.map((row) => ({ ...row, document_id: Number(row.document_id) }));
}
