import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseService } from '@parley/backing/service-catalog';
import { beginning, type Position, parsePosition } from '@parley/contracts';
import { createDatabase, type EventStoreTables, readCommitted, type StoredEvent } from '@parley/event-store';
import { type Kysely, sql } from 'kysely';
import { CommandError, type CommandInput, textOption } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { ownerUrlOf } from '../owner-urls.ts';

type Db = Kysely<EventStoreTables>;
const pollMs = 250;
const pageSize = 500;

/** `events tail`: a line for each event as it is published. */
export async function tailEvents(service: DatabaseService, input: CommandInput): Promise<number> {
  const { db, close } = createDatabase<EventStoreTables>({
    url: await ownerUrlOf(service),
    poolSize: 1,
    applicationName: 'parley events tail',
  });
  try {
    await tail(db, input, await startOf(db, input));
    return exitCodes.done;
  } finally {
    await close();
  }
}

async function tail(db: Db, input: CommandInput, start: Position): Promise<void> {
  const stream = textOption(input, 'stream');
  for (let after = start; ; ) {
    const events = await readCommitted(db, { after, limit: pageSize });
    for (const event of events) if (stream === undefined || event.streamId === stream) show(event, input.json);
    const last = events.at(-1);
    if (last !== undefined) after = `${last.tx}-${last.position}` as Position;
    if (events.length === pageSize) continue;
    if (input.options.follow === false) return;
    await sleep(pollMs);
  }
}

async function startOf(db: Db, input: CommandInput): Promise<Position> {
  const from = textOption(input, 'from');
  if (from !== undefined) {
    parsePosition(from);
    return from as Position;
  }
  const last = Number(textOption(input, 'last') ?? 10);
  if (!Number.isInteger(last) || last < 0 || last > 10_000) throw new CommandError('--last is a number from 0 to 10000.');
  const { rows } = await sql<{ tx: string; position: string }>`
    select tx, position from events where tx < pg_snapshot_xmin(pg_current_snapshot()) order by tx desc, position desc offset ${last} limit 1`.execute(
    db,
  );
  return rows[0] === undefined ? beginning : (`${rows[0].tx}-${rows[0].position}` as Position);
}

function show({ tx, position, streamId, version, type, metadata, recordedAt }: StoredEvent, json: boolean): void {
  const at = recordedAt.toISOString();
  const line = { position: `${tx}-${position}`, at, type, stream_id: streamId, version, actor_id: metadata.actor_id ?? null };
  process.stdout.write(json ? `${JSON.stringify(line)}\n` : `${at}  ${type.padEnd(22)}  ${streamId}  ${version}  ${line.actor_id ?? ''}\n`);
}
