import { limits, type Reaction } from '@parley/contracts';
import { ProblemError } from '@parley/service-kit';
import { type Kysely, sql } from 'kysely';
import type { MessageRow, MessagesDatabase } from '../../messages-database.ts';
import { previewLength } from '../reply-previews.ts';
import { type Surroundings, surroundingKey } from '../show-messages.ts';

/** At most one way to name a place: `before`, `after`, `around` or `cursor` are seqs (`cursor` also a message's id); times bound it. */
export type HistoryPage = {
  before?: number | undefined;
  after?: number | undefined;
  around?: number | undefined;
  cursor?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
  limit: number;
  /** Nothing below is there for the reader. */
  readableFrom: number;
  /** Who reads. */
  userId?: string;
};
type Db = Kysely<MessagesDatabase>;
/** `head` and everything else are of one instant. */
export type HistoryRows = { head: number; rows: MessageRow[]; near: Surroundings; next: number | undefined };

type Target = { target_id: string | null; target_seq: number; target_sender_id: string; target_content: string; target_deleted: boolean };
type Near = { near_reactions: Reaction[] | null; near_pinned: boolean; near_replies: number };
type PageRow = MessageRow & Near & Target & { room_head: number; has_more: boolean };

const end = 2_147_483_647;

/**
 * The rows of a page, oldest first, with what stands beside them: one range of the primary key, whatever the size of the room, in one
 * round trip (`migrations/0080_history_page.sql`). Of a deleted message the row is still there.
 * @throws ProblemError not_found: the cursor's message is not in this room
 */
export async function readHistoryRows(db: Db, roomId: string, page: HistoryPage): Promise<HistoryRows> {
  const at = page.cursor === undefined ? undefined : await placeOf(db, roomId, page.cursor);
  const forward = page.around === undefined && (page.after !== undefined || (page.since !== undefined && page.before === undefined));
  const above = Math.max(page.after ?? 0, forward ? (at ?? 0) : 0);
  const below = Math.min(page.before ?? end, forward ? end : (at ?? end));
  const { rows: found } = await sql<PageRow>`
    select p.room_head, p.has_more, (p.message).*, p.near_reactions, p.near_pinned, p.near_replies,
      p.target_id, p.target_seq, p.target_sender_id, p.target_content, p.target_deleted
    from history_page(${roomId}, ${page.userId ?? null}, ${page.readableFrom}, ${above}, ${below}, ${page.since ?? null}, ${page.until ?? null},
      ${page.around ?? null}, ${forward}, ${page.limit}, ${limits.reactionPeopleShown}, ${limits.replyCountMax}, ${previewLength}) as p`.execute(
    db,
  );
  // A room without a message in the page is one row that has only the head.
  const rows = found.filter((row) => row.seq !== null).sort((one, other) => one.seq - other.seq);
  const next = found[0]?.has_more ? rows.at(forward ? -1 : 0)?.seq : undefined;
  return { head: found[0]?.room_head ?? 0, rows, near: surroundingsOf(rows), next };
}

function surroundingsOf(rows: readonly PageRow[]): Surroundings {
  const around = rows.map(({ room_id, seq, near_reactions: reactions, near_pinned: is_pinned, near_replies: reply_count }) => {
    return { room_id, seq, reactions, is_pinned, reply_count: reply_count ?? 0 };
  });
  const targets = rows.flatMap(
    ({ target_id: message_id, target_seq: seq, target_sender_id: sender_id, target_content, target_deleted }) => {
      return message_id === null ? [] : [{ message_id, seq, sender_id, content: target_content, is_deleted: target_deleted }];
    },
  );
  return { around: new Map(around.map((row) => [surroundingKey(row), row])), targets };
}

async function placeOf(db: Db, roomId: string, cursor: string): Promise<number> {
  if (/^\d{1,10}$/.test(cursor)) return Number(cursor);
  const row = await db
    .selectFrom('messages')
    .select('seq')
    .where('room_id', '=', roomId)
    .where('message_id', '=', cursor)
    .executeTakeFirst();
  if (!row) throw new ProblemError('not_found', 'The message of the cursor is not in this room');
  return row.seq;
}
