import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { runAdminCommand } from '@parley/service-kit/admin-command';
import { migrationEnv, readConfig } from '@parley/service-kit/config';
import { createLogger } from '@parley/service-kit/logger';
import { runRebuildCommand } from '@parley/service-kit/rebuild-command';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { MessagesDatabase } from './messages-database.ts';

/** The service's administrative entry: run by the `parley` command, with the owner's role. Each command loads what it needs. */
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

await runAdminCommand(async ([name = '', ...words]) => {
  if (name === 'rebuild')
    return runRebuildCommand([name, ...words], {
      service: 'messages',
      rebuild: async (options) => (await import('./rebuild-messages.ts')).rebuildMessages(options),
    });
  return name === 'scrub' ? runScrub(words.includes('--json')) : run(name, words);
});

async function run(name: string, args: readonly string[]): Promise<number> {
  const { createDatabase } = await import('@parley/event-store');
  const { DATABASE_OWNER_URL } = readConfig(z.object(migrationEnv), process.env);
  const { db, close } = createDatabase<MessagesDatabase>({
    url: DATABASE_OWNER_URL,
    poolSize: 2,
    applicationName: 'parley messages admin',
    statementTimeoutMs: 600_000,
  });
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (name === 'recount' && positionals.length === 0) return await runRecount(db, values);
    const [target = '', days = ''] = positionals;
    if (name === 'room-export' && uuid.safeParse(target).success) return await runExport(db, target);
    if (name === 'room-import' && target !== '') return await runImport(db, target, values);
    if (name === 'room-retention' && uuid.safeParse(target).success)
      return await runRetention(db, target, { text: days, json: values.json });
    process.stderr.write(usage);
    return 2;
  } finally {
    await close();
  }
}

async function runRecount(db: Db, { room, repair, json }: { room?: string | undefined; repair: boolean; json: boolean }): Promise<number> {
  const { forgetTallies, recount } = await import('./administration/recount.ts');
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
  return report.differences.length === 0 ? 0 : 3;
}

async function runExport(db: Db, roomId: string): Promise<number> {
  const { exportRoom } = await import('./administration/export-room.ts');
  const { events, hash } = await exportRoom(db, roomId, async (line) => {
    if (!process.stdout.write(`${line}\n`)) await new Promise<void>((resolve) => process.stdout.once('drain', resolve));
  });
  process.stderr.write(`${events} events, ${hash}\n`);
  return 0;
}

async function runImport(db: Db, file: string, { as, json }: { as?: string | undefined; json: boolean }): Promise<number> {
  const { checkLog, importRoom } = await import('./administration/import-room.ts');
  if (as !== undefined) uuid.parse(as);
  const linesOf = (input: NodeJS.ReadableStream) => createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  if (file !== '-') await checkLog(linesOf(createReadStream(file)));
  const lines = linesOf(file === '-' ? process.stdin : createReadStream(file));
  const { roomId, events, hash } = await importRoom({ db, lines, roomId: as });
  if (json) process.stdout.write(`${JSON.stringify({ room_id: roomId, events, hash })}\n`);
  else process.stderr.write(`room ${roomId}: ${events} events, ${hash}\n`);
  return 0;
}

async function runRetention(db: Db, roomId: string, { text, json }: { text: string; json: boolean }): Promise<number> {
  const { setRoomRetention } = await import('./administration/set-room-retention.ts');
  const days = text === 'forever' ? null : text === 'default' ? undefined : z.coerce.number().int().min(1).max(36_500).parse(text);
  await setRoomRetention(db, roomId, days);
  const kept = days === undefined ? 'as long as the server' : days === null ? 'for good' : `${days} days`;
  process.stdout.write(json ? `${JSON.stringify({ room_id: roomId, days: text })}\n` : `room ${roomId} keeps its messages ${kept}\n`);
  return 0;
}

async function runScrub(json: boolean): Promise<number> {
  const { scrubMessages } = await import('./erasures/scrub-messages.ts');
  const config = readConfig(z.object(migrationEnv), process.env);
  const log = createLogger({ service: 'messages', level: json ? 'silent' : config.LOG_LEVEL });
  const { tables, checkpointed } = await scrubMessages({ ownerUrl: config.DATABASE_OWNER_URL, log });
  const rest = checkpointed || tables.length === 0 ? '' : 'As a superuser: CHECKPOINT; SELECT pg_switch_wal(); CHECKPOINT;\n';
  const words = `${tables.length === 0 ? 'nothing was erased since the last time' : `written anew: ${tables.join(', ')}`}\n${rest}`;
  process.stdout.write(json ? `${JSON.stringify({ tables, checkpointed })}\n` : words);
  return 0;
}
