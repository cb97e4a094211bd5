import { setTimeout as delay } from 'node:timers/promises';
import type { SendCommand, SendOutcome } from '@parley/contracts';
import { type Kysely, sql } from 'kysely';
import type { MessagesDatabase } from '../../messages-database.ts';
import { receiptsExpression } from '../../queries/receipts/shows-receipts.ts';

type Posted = { roomId: string; userId: string; seq: number };
export type MovedCursor = { room_id: string; user_id: string; last_read_seq: number; shows: boolean };

export type OwnCursors = {
  posted(commands: readonly SendCommand[], outcomes: readonly SendOutcome[]): void;
  flush(): Promise<void>;
  run(signal: AbortSignal): Promise<void>;
};

const pauseMs = 500;
const waitingMax = 20_000;

/**
 * Who writes has read what they answer: the sender's cursor follows their own message where nothing unread lies between. Gathered and
 * written twice a second, beside the sending: a message costs no statement of its own, and one whose cursor was lost with the process
 * is counted right all the same, since one's own messages are never unread.
 */
export function createOwnCursors(db: Kysely<MessagesDatabase>, onMoved: (moved: MovedCursor) => void): OwnCursors {
  let waiting = new Map<string, Posted>();

  async function flush(): Promise<void> {
    const batch = [...waiting.values()];
    if (batch.length === 0) return;
    waiting = new Map();
    for (const moved of await moveCursors(db, batch)) if (moved.shows) onMoved(moved);
  }

  return {
    posted(commands, outcomes) {
      for (const [index, { room_id: roomId, sender_id: userId }] of commands.entries()) {
        const outcome = outcomes[index];
        if (!outcome?.ok || outcome.duplicate) continue;
        const key = `${roomId}/${userId}`;
        if (waiting.size < waitingMax || waiting.has(key)) waiting.set(key, { roomId, userId, seq: outcome.seq });
      }
    },
    flush,
    async run(signal) {
      while (!signal.aborted) {
        await flush();
        await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      }
      await flush();
    },
  };
}

async function moveCursors(db: Kysely<MessagesDatabase>, posted: readonly Posted[]): Promise<MovedCursor[]> {
  const { rows } = await sql<MovedCursor>`
    with moved as (
      insert into read_cursors as c (user_id, room_id, last_read_seq, last_read_at)
      select p.user_id, p.room_id, p.seq, now()
      from unnest(${posted.map((one) => one.roomId)}::uuid[], ${posted.map((one) => one.userId)}::uuid[], ${posted.map((one) => one.seq)}::integer[])
          as p (room_id, user_id, seq)
        join room_members m on m.room_id = p.room_id and m.user_id = p.user_id and m.left_seq is null
        left join read_cursors known on known.room_id = p.room_id and known.user_id = p.user_id
      where not exists (
        select from messages u
        where u.room_id = p.room_id and u.message_type = 'text' and u.deleted_at is null and u.sender_id <> p.user_id
          and u.seq > greatest(coalesce(known.last_read_seq, 0), m.joined_seq) and u.seq < p.seq
      )
      order by p.user_id, p.room_id
      on conflict (user_id, room_id) do update set last_read_seq = excluded.last_read_seq, last_read_at = excluded.last_read_at
        where excluded.last_read_seq > c.last_read_seq
      returning c.room_id, c.user_id, c.last_read_seq
    )
    select moved.*, ${receiptsExpression} as shows from moved join rooms r on r.room_id = moved.room_id`.execute(db);
  return rows;
}
