import { setTimeout as delay } from 'node:timers/promises';
import { lockStream } from '@parley/event-store';
import { type Kysely, sql } from 'kysely';
import type { MessagesDatabase } from '../../messages-database.ts';

type Db = Kysely<MessagesDatabase>;
type UntalliedRoom = { room_id: string };

/** Stands for everybody, as in `unread_texts` (migrations/0071_reading.sql). */
const everybody = '00000000-0000-0000-0000-000000000000';
const blockSize = 512;
/** The room is locked for so many blocks at a time: a few milliseconds. */
const blocksAtOnce = 8;
const roomsAtOnce = 100;
const pauseMs = 5_000;

/** Tallies blocks as they fill, until `signal` ends. Counts are right without it; they only cost more. */
export function createTallyKeeper(db: Db): { run(signal: AbortSignal): Promise<void> } {
  return {
    async run(signal) {
      while (!signal.aborted) {
        const tallied = await tallyTexts(db);
        if (tallied < roomsAtOnce) await delay(pauseMs, undefined, { signal }).catch(() => undefined);
      }
    },
  };
}

/** One turn for up to a hundred rooms that have full blocks. Returns how many it found. */
export async function tallyTexts(db: Db): Promise<number> {
  const { rows } = await sql<UntalliedRoom>`
    select r.room_id from rooms r
    where r.head >= ${blockSize} and r.head >= ${blockSize} * coalesce((
        select t.block + 2 from text_tallies t where t.room_id = r.room_id and t.sender_id = ${everybody} order by t.block desc limit 1
      ), 1)
    limit ${roomsAtOnce}`.execute(db);
  for (const { room_id } of rows) await tallyRoom(db, room_id);
  return rows.length;
}

async function tallyRoom(db: Db, roomId: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockStream(trx, roomId);
    // A statement of its own, after the lock: another replica may have been here, and deletions are complete.
    await sql`
      with range as (
        select coalesce(max(t.block) + 1, 0) as first from text_tallies t where t.room_id = ${roomId} and t.sender_id = ${everybody}
      ), blocks as (
        select generate_series(range.first, least(range.first + ${blocksAtOnce}::integer, r.head / ${blockSize}::integer) - 1) as block
        from range, rooms r where r.room_id = ${roomId}
      ), counted as (
        select b.block, c.sender_id, c.texts from blocks b
          cross join lateral (
            select m.sender_id, count(*) as texts from messages m
            where m.room_id = ${roomId} and m.message_type = 'text' and m.deleted_at is null
              and m.seq >= b.block * ${blockSize}::integer and m.seq < (b.block + 1) * ${blockSize}::integer
            group by m.sender_id
          ) c
      )
      insert into text_tallies (room_id, sender_id, block, texts)
      select ${roomId}::uuid, c.sender_id, c.block, c.texts from counted c
      union all
      select ${roomId}::uuid, ${everybody}::uuid, b.block, coalesce(sum(c.texts), 0)
      from blocks b left join counted c on c.block = b.block group by b.block`.execute(trx);
  });
}
