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
 * What was stored stays when it fails underway: `checkLog` tells before.
 * @throws when the file is not such a log or incomplete, the room has a log already, or the hashes differ
 */
export async function importRoom({ db, lines, roomId: asked }: ImportOptions): Promise<ImportedLog> {
  let roomId: string | undefined;
  let last: ExportedLog | undefined;
  for await (const part of readLog(lines)) {
    if ('header' in part) {
      roomId = (asked ?? part.header.room_id).toLowerCase();
      await requireNoLog(db, roomId);
    } else if ('events' in part) await writeEvents(db, roomId ?? '', part);
    else last = part.end;
  }
  if (roomId === undefined || !last) throw new Error('The file is not complete.');
  const hash = await hashOfLog(db, roomId, last.events);
  if (hash !== last.hash) throw new Error(`The imported log has the hash ${hash}, the file ${last.hash}.`);
  return { roomId, events: last.events, hash };
}

/** Whether a file is a whole and unchanged log, before anything is stored. @throws when it is not */
export async function checkLog(lines: AsyncIterable<string>): Promise<void> {
  let isComplete = false;
  for await (const part of readLog(lines)) isComplete = 'end' in part;
  if (!isComplete) throw new Error('The file is not complete.');
}

type Events = { firstSeq: number; events: string[] };
type LogPart = { header: z.infer<typeof headerSchema> } | Events | { end: ExportedLog };

/** The header, the events some at a time, the end. Gives the end only when number and hash of the events are what it says. */
async function* readLog(lines: AsyncIterable<string>): AsyncGenerator<LogPart> {
  const hash = createHash('sha256');
  let isBegun = false;
  let batch: Events = { firstSeq: 1, events: [] };
  for await (const line of lines) {
    if (line === '') continue;
    const parsed = parseLine(line);
    if (!isBegun) {
      yield { header: headerSchema.parse(parsed) };
      isBegun = true;
      continue;
    }
    const end = trailerSchema.safeParse(parsed);
    const next = batch.firstSeq + batch.events.length;
    if (end.success) {
      if (end.data.events !== next - 1) throw new Error('The file is not complete.');
      const found = `sha256:${hash.digest('hex')}`;
      if (found !== end.data.hash) throw new Error(`The events have the hash ${found}, the file says ${end.data.hash}.`);
      yield batch;
      yield { end: end.data };
      return;
    }
    if (lineSchema.parse(parsed).seq !== next) throw new Error(`Event ${next} is missing.`);
    hash.update(line).update('\n');
    batch.events.push(line);
    if (batch.events.length < eventsAtOnce) continue;
    yield batch;
    batch = { firstSeq: next + 1, events: [] };
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new Error('The file is not complete: a line is not JSON.', { cause: error });
  }
}

async function requireNoLog(db: Kysely<MessagesDatabase>, roomId: string): Promise<void> {
  const found = await db.selectFrom('events').select('version').where('stream_id', '=', roomId).limit(1).executeTakeFirst();
  if (found) throw new Error(`The room ${roomId} has a log already. Import under another id with --as.`);
}

async function writeEvents(db: Kysely<MessagesDatabase>, roomId: string, { firstSeq, events: lines }: Events): Promise<void> {
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
