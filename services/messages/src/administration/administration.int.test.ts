import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markRead } from '../commands/mark-read/mark-read.ts';
import { command, createMessagesFixture, type MessagesFixture, memberRemoved } from '../fixture/messages-fixture.ts';
import { tallyTexts } from '../projections/text-tallies/tally-texts.ts';
import { rebuildMessages } from '../rebuild-messages.ts';
import { exportRoom } from './export-room.ts';
import { checkLog, importRoom } from './import-room.ts';
import { recount } from './recount.ts';

let messages: MessagesFixture;
let elsewhere: MessagesFixture;
const [ada, grace, linus] = [randomUUID(), randomUUID(), randomUUID()];

beforeAll(async () => {
  [messages, elsewhere] = [await createMessagesFixture(), await createMessagesFixture()];
});
afterAll(async () => {
  await messages.stop();
  await elsewhere.stop();
});

/** A room in which about everything has happened. */
async function livelyRoom(): Promise<string> {
  const room = await messages.openRoom(ada, grace, linus);
  const sent = await messages.send(
    ...Array.from({ length: 30 }, (_, index) => command(room, index % 3 ? grace : ada, { content: `Ünï 東京 "${index}" @room \\u0001` })),
  );
  const ids = sent.map((outcome) => (outcome.ok ? outcome.id : ''));
  await messages.send(command(room, linus, { content: 'an answer', reply_to: ids[1] }));
  await messages.change(grace, room, ids[1] ?? '', { kind: 'edit', content: 'edited' });
  await messages.change(ada, room, ids[3] ?? '', { kind: 'delete' });
  await messages.change(grace, room, ids[4] ?? '', { kind: 'edit', content: 'edited, then gone' });
  await messages.change(grace, room, ids[4] ?? '', { kind: 'delete' });
  await messages.change(linus, room, ids[5] ?? '', { kind: 'react', emoji: '👍' });
  await messages.change(ada, room, ids[5] ?? '', { kind: 'pin' });
  await messages.record(memberRemoved(room, linus));
  return room;
}

async function exported(from: MessagesFixture, room: string) {
  const lines: string[] = [];
  const result = await exportRoom(from.db, room, (line) => void lines.push(line));
  return { ...result, lines };
}

const stateOf = async (of: MessagesFixture, room: string) => {
  const tables = ['rooms', 'room_members', 'messages', 'message_versions', 'reactions', 'reaction_kinds', 'pins', 'mentions'];
  const states: unknown[] = [];
  for (const table of tables) {
    const { rows } = await of.pool.query(`select to_jsonb(t) - 'room_id' as row from ${table} t where room_id = $1 order by 1`, [room]);
    states.push([table, rows]);
  }
  return states;
};

const rebuildReport = (of: MessagesFixture) => rebuildMessages({ ownerUrl: of.urls.ownerUrl, swap: false, log: of.log });

describe("a room's log", () => {
  it('goes into another installation with the same hash and the same state, and back out byte for byte', async () => {
    const room = await livelyRoom();
    const { lines, hash, events } = await exported(messages, room);
    expect(lines).toHaveLength(events + 2);
    expect(lines.join('\n')).not.toContain('then gone');
    const imported = await importRoom({ db: elsewhere.db, lines: Readable.from(lines) });
    expect(imported).toEqual({ roomId: room, events, hash });
    expect((await exported(elsewhere, room)).lines).toEqual(lines);
    expect(await stateOf(elsewhere, room)).toEqual(await stateOf(messages, room));
    expect((await rebuildReport(elsewhere)).identical).toBe(true);
  });

  it('can be copied beside itself under another id, with the same hash', async () => {
    const room = await livelyRoom();
    const { lines, hash } = await exported(messages, room);
    const copy = randomUUID();
    expect(await importRoom({ db: messages.db, lines: Readable.from(lines), roomId: copy })).toMatchObject({ roomId: copy, hash });
    expect((await exported(messages, copy)).hash).toBe(hash);
    expect((await rebuildReport(messages)).identical).toBe(true);
  });

  it('as a copy leaves its client_ids to the original: what happens in the copy changes no answer there', async () => {
    const room = await messages.openRoom(ada);
    const sent = command(room, ada, { content: 'Once' });
    const [original] = await messages.send(sent);
    const copy = randomUUID();
    await importRoom({ db: messages.db, lines: Readable.from((await exported(messages, room)).lines), roomId: copy });
    await messages.change(ada, copy, original?.ok ? original.id : '', { kind: 'delete' });
    expect(await messages.send(sent)).toEqual([expect.objectContaining({ ok: true, seq: original?.ok ? original.seq : 0 })]);
    expect(await messages.send({ ...sent, content: 'Twice' })).toEqual([
      expect.objectContaining({ ok: false, code: 'idempotency_mismatch' }),
    ]);
    expect(await messages.send({ ...sent, room_id: copy })).toEqual([expect.objectContaining({ ok: false, code: 'idempotency_mismatch' })]);
  });

  it('is refused when the room has one, and when it is not complete or was changed', async () => {
    const room = await livelyRoom();
    const { lines } = await exported(messages, room);
    const attempt = (changed: string[], roomId: string | undefined = randomUUID()) =>
      importRoom({ db: messages.db, lines: Readable.from(changed), roomId });
    await expect(importRoom({ db: messages.db, lines: Readable.from(lines) })).rejects.toThrow('has a log already');
    await expect(attempt(lines.slice(0, -1))).rejects.toThrow('not complete');
    await expect(attempt(lines.toSpliced(5, 1))).rejects.toThrow('Event 5 is missing');
    await expect(attempt(lines.map((line) => line.replace('edited', 'forged')))).rejects.toThrow('hash');
    await expect(attempt(['{"format":"other"}'])).rejects.toThrow();
    await checkLog(Readable.from(lines));
    await expect(checkLog(Readable.from(lines.slice(0, 9)))).rejects.toThrow('not complete');
    await expect(checkLog(Readable.from([lines[0] ?? '', (lines[1] ?? '').slice(0, -5)]))).rejects.toThrow('not complete');
    await expect(checkLog(Readable.from(lines.map((line) => line.replace('edited', 'forged'))))).rejects.toThrow('hash');
  });
});

describe('recount', () => {
  it('agrees with what is counted, whatever happened, and shows what differs', async () => {
    const room = await livelyRoom();
    for (let nth = 0; nth < 6; nth += 1) await messages.send(...Array.from({ length: 100 }, () => command(room, nth % 2 ? ada : grace)));
    const dependencies = { db: messages.db, nats: { nc: { publish: () => undefined } }, catchUpRooms: async () => undefined } as never;
    await markRead(dependencies, grace, room as never, 20);
    expect(await recount(messages.db, room)).toMatchObject({ rooms: 1, members: 2, differences: [] });
    while ((await tallyTexts(messages.db)) > 0);
    expect(await recount(messages.db)).toMatchObject({ differences: [] });
    await messages.pool.query('update text_tallies set texts = texts + 7 where room_id = $1 and block = 0', [room]);
    await messages.pool.query('delete from mentions where room_id = $1', [room]);
    await messages.pool.query('update messages set deleted_at = null where room_id = $1 and deleted_at is not null', [room]);
    const { differences } = await recount(messages.db, room);
    expect(differences.length).toBeGreaterThan(0);
    expect(differences[0]).toMatchObject({ room_id: room, what: 'unread' });
  });
});

describe('the command line of the service', () => {
  const entry = fileURLToPath(new URL('../admin.ts', import.meta.url));
  const admin = (of: MessagesFixture, ...args: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const env = { PATH: process.env.PATH, DATABASE_OWNER_URL: of.urls.ownerUrl };
      execFile(process.execPath, [entry, ...args], { env, maxBuffer: 16_000_000 }, (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, stdout, stderr });
      });
    });

  it('takes a room out and in, tells the same hash both times, counts anew, and sets how long a room keeps', async () => {
    const room = await livelyRoom();
    const out = await admin(messages, 'room-export', room);
    const hash = /sha256:[0-9a-f]{64}/.exec(out.stderr)?.[0] ?? 'none';
    expect([out.code, out.stdout.trimEnd().split('\n').at(-1)]).toEqual([0, expect.stringContaining(hash)]);
    const folder = await mkdtemp(join(tmpdir(), 'parley-export-'));
    const file = join(folder, 'room.jsonl');
    await writeFile(file, out.stdout);
    const into = await admin(elsewhere, 'room-import', file, '--as', randomUUID());
    expect([into.code, into.stderr]).toEqual([0, expect.stringContaining(hash)]);
    await rm(folder, { recursive: true });
    expect(await admin(elsewhere, 'recount')).toMatchObject({ code: 0, stdout: expect.stringContaining('no difference') });
    expect(await admin(messages, 'room-retention', room, '30')).toMatchObject({ code: 0 });
    // Four processes, each of which has to start.
  }, 180_000);
});
