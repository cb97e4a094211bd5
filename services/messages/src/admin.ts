import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { createDatabase } from '@parley/event-store';
import { createLogger, migrationEnv, readConfig, runRebuildCommand } from '@parley/service-kit';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { exportRoom } from './administration/export-room.ts';
import { checkLog, importRoom } from './administration/import-room.ts';
import { forgetTallies, recount } from './administration/recount.ts';
import { setRoomRetention } from './administration/set-room-retention.ts';
import { scrubMessages } from './erasures/scrub-messages.ts';
import type { MessagesDatabase } from './messages-database.ts';
import { rebuildMessages } from './rebuild-messages.ts';

/** The service's administrative entry: run by the `parley` command, with the owner's role. */
type Db = Kysely<MessagesDatabase>;

const usage = `usage: node src/admin.ts
  rebuild [--swap] [--json]
  recount [--room <id>] [--repair] [--json]
  room-export <room id>
  room-import <file or -> [--as <room id>]
  room-retention <room id> <days|forever|default>
  scrub
`;
const uuid = z.uuid();
const options = {
  as: { type: 'string' },
  room: { type: 'string' },
  repair: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

const [command, ...args] = process.argv.slice(2);
if (command === 'rebuild') await runRebuildCommand({ service: 'messages', rebuild: rebuildMessages });
else if (command === 'scrub') await runScrub();
else process.exitCode = await run(command);

async function run(name: string | undefined): Promise<number> {
  const { DATABASE_OWNER_URL } = readConfig(z.object(migrationEnv), process.env);
  const { db, close } = createDatabase<MessagesDatabase>({
    url: DATABASE_OWNER_URL,
    poolSize: 2,
    applicationName: 'parley messages admin',
    statementTimeoutMs: 600_000,
  });
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    if (name === 'recount' && positionals.length === 0) return await runRecount(db, values);
    const [target = '', days = ''] = positionals;
    if (name === 'room-export' && uuid.safeParse(target).success) return await runExport(db, target);
    if (name === 'room-import' && target !== '') return await runImport(db, target, values.as);
    if (name === 'room-retention' && uuid.safeParse(target).success) return await runRetention(db, target, days);
    process.stderr.write(usage);
    return 2;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    await close();
  }
}

async function runRecount(db: Db, { room, repair, json }: { room?: string | undefined; repair: boolean; json: boolean }): Promise<number> {
  const report = await recount(db, room);
  if (json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else {
    for (const one of report.differences) {
      process.stdout.write(`${one.room_id} ${one.user_id ?? 'room'} ${one.what}: counted ${one.counted}, by the log ${one.log}\n`);
    }
    const verdict = report.differences.length === 0 ? 'no difference' : 'differences found';
    process.stdout.write(`${report.rooms} rooms, ${report.members} members, ${report.events} events: ${verdict}\n`);
  }
  if (repair) await forgetTallies(db);
  return report.differences.length === 0 ? 0 : 1;
}

async function runExport(db: Db, roomId: string): Promise<number> {
  const { events, hash } = await exportRoom(db, roomId, async (line) => {
    if (!process.stdout.write(`${line}\n`)) await new Promise<void>((resolve) => process.stdout.once('drain', resolve));
  });
  process.stderr.write(`${events} events, ${hash}\n`);
  return 0;
}

async function runImport(db: Db, file: string, as: string | undefined): Promise<number> {
  if (as !== undefined) uuid.parse(as);
  const linesOf = (input: NodeJS.ReadableStream) => createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  if (file !== '-') await checkLog(linesOf(createReadStream(file)));
  const lines = linesOf(file === '-' ? process.stdin : createReadStream(file));
  const { roomId, events, hash } = await importRoom({ db, lines, roomId: as });
  process.stderr.write(`room ${roomId}: ${events} events, ${hash}\n`);
  return 0;
}

async function runRetention(db: Db, roomId: string, text: string): Promise<number> {
  const days = text === 'forever' ? null : text === 'default' ? undefined : z.coerce.number().int().min(1).max(36_500).parse(text);
  await setRoomRetention(db, roomId, days);
  process.stdout.write(
    `room ${roomId} keeps its messages ${days === undefined ? 'as long as the server' : days === null ? 'for good' : `${days} days`}\n`,
  );
  return 0;
}

async function runScrub(): Promise<void> {
  const config = readConfig(z.object(migrationEnv), process.env);
  const log = createLogger({ service: 'messages', level: config.LOG_LEVEL });
  const { tables, checkpointed } = await scrubMessages({ ownerUrl: config.DATABASE_OWNER_URL, log });
  const rest = checkpointed || tables.length === 0 ? '' : 'As a superuser: CHECKPOINT; SELECT pg_switch_wal(); CHECKPOINT;\n';
  process.stdout.write(`${tables.length === 0 ? 'nothing was erased since the last time' : `written anew: ${tables.join(', ')}`}\n${rest}`);
}
