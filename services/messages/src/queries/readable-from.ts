import type { HistoryVisibility } from '@parley/contracts';
import { sql } from 'kysely';

/**
 * The first `seq` of a room's log that one of its members may read. Everything that shows the past asks here: history, log, replies,
 * previews, search, counts.
 *
 * Where history is visible from joining on, that is the line that tells of their last joining: who left and came back does not get
 * back what they once had, and what was said while they were away was never theirs. The room's setting counts as it is now, for all
 * that was said before as well.
 */
export function readableFrom(member: { historyVisibility: HistoryVisibility; joinedSeq: number }): number {
  return member.historyVisibility === 'joined' ? member.joinedSeq : 1;
}

/** The same as an SQL expression over `rooms r` and `room_members m`. */
export const readableFromExpression = sql<number>`(case when r.history_visibility = 'joined' then m.joined_seq else 1 end)`;
