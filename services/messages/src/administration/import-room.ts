import { createHash } from 'node:crypto';
import { loadStream, lockStream } from '@parley/event-store';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { parseLogEvent } from '../domain/parse-log-event.ts';
import type { MessagesDatabase } from '../messages-database.ts';
import { projectLogEvents } from '../projections/room-log/project-log-event.ts';
import { type ExportedLog, logLines } from './export-room.ts';

const headerSchema = z.object({
  format: z.literal('parley-room-log'),
  version: z.literal(1),
  room_id: z.uuid(),
  head: z.int().nonnegative(),
});
const trailerSchema = z.object({ events: z.int().nonnegative(), hash: z.string() });
const lineSchema = z.object({ seq: z.int().positive(), event_id: z.uuid(), type: z.string() });

const eventsAtOnce = 200;

export type ImportedLog = ExportedLog & { roomId: string };
type ImportOptions = { db: Kysely<MessagesDatabase>; lines: AsyncIterable<string>; roomId?: string | undefined };

/**
 * Replays an exported log into this installation, under its own id or another: stores the events as they were and projects them. Read
 * back, the log must give the hash that the file ends with.
 * @throws when the file is not such a log or incomplete, the room has a log already, or the hashes differ
 */
export async function importRoom({ db, lines, roomId: asked }: ImportOptions): Promise<ImportedLog> {
  let roomId: string | undefined;
  let trailer: ExportedLog | undefined;
  let batch: string[] = [];
  let next = 1;
  for await (const line of lines) {
    if (line === '') continue;
    if (roomId === undefined) {
      const header = headerSchema.parse(JSON.parse(line));
      roomId = (asked ?? header.room_id).toLowerCase();
      await requireNoLog(db, roomId);
      continue;
    }
    if (trailer) throw new Error('There is more after the last line.');
    const parsed: unknown = JSON.parse(line);
    const end = trailerSchema.safeParse(parsed);
    if (end.success) {
      trailer = end.data;
      continue;
    }
    if (lineSchema.parse(parsed).seq !== next) throw new Error(`Event ${next} is missing.`);
    next += 1;
    batch.push(line);
    if (batch.length === eventsAtOnce) {
      await writeEvents(db, roomId, next - batch.length, batch);
      batch = [];
    }
  }
  if (roomId === undefined || !trailer || trailer.events !== next - 1) throw new Error('The file is not complete.');
  await writeEvents(db, roomId, next - batch.length, batch);
  const hash = await hashOfLog(db, roomId, trailer.events);
  if (hash !== trailer.hash) throw new Error(`The imported log has the hash ${hash}, the file ${trailer.hash}.`);
  return { roomId, events: trailer.events, hash };
}

async function requireNoLog(db: Kysely<MessagesDatabase>, roomId: string): Promise<void> {
  const found = await db.selectFrom('events').select('version').where('stream_id', '=', roomId).limit(1).executeTakeFirst();
  if (found) throw new Error(`The room ${roomId} has a log already. Import under another id with --as.`);
}

async function writeEvents(db: Kysely<MessagesDatabase>, roomId: string, firstSeq: number, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  await db.transaction().execute(async (trx) => {
    await lockStream(trx, roomId);
    await sql`
      insert into events (stream_id, version, event_id, type, schema_version, data, metadata, recorded_at)
      select ${roomId}::uuid, (l.line->>'seq')::integer, (l.line->>'event_id')::uuid, l.line->>'type', (l.line->>'schema_version')::smallint,
        l.line->'data', l.line->'metadata', (l.line->>'at')::timestamptz
      from unnest(${lines}::jsonb[]) with ordinality as l (line, nr) order by l.nr`.execute(trx);
    const stored = await loadStream(trx, roomId, { afterVersion: firstSeq - 1, limit: lines.length });
    await projectLogEvents(trx, stored.map(parseLogEvent));
  });
}

async function hashOfLog(db: Kysely<MessagesDatabase>, roomId: string, head: number): Promise<string> {
  const hash = createHash('sha256');
  for await (const { line } of logLines(db, roomId, head)) hash.update(line).update('\n');
  return `sha256:${hash.digest('hex')}`;
}
