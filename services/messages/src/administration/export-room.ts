import { createHash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { MessagesDatabase } from '../messages-database.ts';

const pageSize = 500;

export type LogLine = { seq: number; line: string };
export type ExportedLog = { events: number; hash: string };

/**
 * A room's log as JSON lines: a header, one line per event as it is stored, and a last line with their number and hash. The room's id is
 * in the header only, so that the same log under another id has the same hash. Nothing is kept in memory but a page.
 */
export async function exportRoom(
  db: Kysely<MessagesDatabase>,
  roomId: string,
  write: (line: string) => Promise<void> | void,
): Promise<ExportedLog> {
  const room = await db.selectFrom('rooms').select('head').where('room_id', '=', roomId).executeTakeFirst();
  if (!room) throw new Error(`There is no room ${roomId}.`);
  await write(JSON.stringify({ format: 'parley-room-log', version: 1, room_id: roomId, head: room.head }));
  const hash = createHash('sha256');
  let events = 0;
  for await (const { line } of logLines(db, roomId, room.head)) {
    hash.update(line).update('\n');
    events += 1;
    await write(line);
  }
  const result = { events, hash: `sha256:${hash.digest('hex')}` };
  await write(JSON.stringify(result));
  return result;
}

/** Every event up to `head`, in order. Written out by Postgres: times to the microsecond, keys in the order of jsonb. */
export async function* logLines(db: Kysely<MessagesDatabase>, roomId: string, head: number): AsyncGenerator<LogLine> {
  for (let after = 0; after < head; after += pageSize) {
    const { rows } = await sql<LogLine>`
      select version as seq, jsonb_build_object('seq', version, 'event_id', event_id, 'type', type, 'schema_version', schema_version,
        'at', to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'data', data, 'metadata', metadata)::text as line
      from events where stream_id = ${roomId} and version > ${after} and version <= ${Math.min(head, after + pageSize)}
      order by version`.execute(db);
    yield* rows;
  }
}
