import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { databaseServices, ensureProgram, pinnedNode, repositoryRoot, systemEnvironment } from '@parley/backing';
import { createParley } from '@parley/client';
import type { LogEvent, RoomSummary } from '@parley/contracts';
import { eventually, registerUser, type Stack, startStack, type TestUser } from '@parley/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parleyCommand } from './src/parley-command.ts';
import { createSettledGroup } from './src/settled-group.ts';
import { isPosted, joinAsTalker, readLog, type Talker, talk } from './src/traffic.ts';

const run = promisify(execFile);

/** What `docs/operating/` tells an operator to type, typed. */
let stack: Stack;
let folder: string;
let ada: TestUser;
let grace: TestUser;
let room: RoomSummary;
let talkers: Talker[];

beforeAll(async () => {
  await ensureProgram('curl', 'the examples of the API guide use it', (line) => process.stderr.write(`${line}\n`));
  folder = await mkdtemp(join(tmpdir(), 'parley-operating-'));
  stack = await startStack({ messages: 2 });
  [ada, grace] = await Promise.all([registerUser(stack, 'ada'), registerUser(stack, 'grace')]);
  room = await createSettledGroup(stack, ada, [grace], 'Engine room');
  talkers = await Promise.all([ada, grace].map((user) => joinAsTalker(stack.url, user)));
});
afterAll(async () => {
  await Promise.all(talkers.map((talker) => talker.close()));
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
});

const parley = (...args: string[]) => parleyCommand(stack, ...args);
const json = (text: string): unknown => JSON.parse(text);

async function inDatabase<Row extends pg.QueryResultRow>(
  service: (typeof databaseServices)[number],
  query: string,
  of: Pick<Stack, 'databases'> = stack,
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: of.databases[service].ownerUrl });
  await client.connect();
  try {
    return (await client.query<Row>(query)).rows;
  } finally {
    await client.end();
  }
}

describe('the command line', { timeout: 180_000 }, () => {
  it('explains itself at every level, and tells words that it does not know from what cannot be done', async () => {
    const [all, group, one, unknown, refused, nowhere] = await Promise.all([
      parley('--help'),
      parley('dead-letters', '--help'),
      parley('restore', '--help'),
      parley('dance'),
      parley('relay', 'republish', 'rooms'),
      parley('restore', join(folder, 'nothing'), '--yes'),
    ]);
    expect(all).toMatchObject({ status: 0, stdout: expect.stringContaining('dead-letters') });
    expect(group.stdout).toMatch(/list.*given up/);
    expect(one.stdout).toContain('docs/operating/backup.md');
    expect(unknown.status).toBe(2);
    expect(refused).toMatchObject({ status: 4, stdout: '', stderr: expect.stringContaining('--yes') });
    expect(nowhere).toMatchObject({ status: 1, stderr: expect.stringContaining('is no backup') });
    expect(nowhere.stderr).not.toMatch(/ {4}at /);
  });

  it('checks settings, lists and exports rooms, and writes both into the audit', async () => {
    const [config, list, exported] = await Promise.all([
      parley('config', 'check', 'rooms', '--json'),
      parley('room', 'list', '--search', 'engine', '--json'),
      parley('room', 'export', room.id),
    ]);
    // The stack's environment lacks what only a running service needs.
    expect(config).toMatchObject({ status: 3, stdout: expect.stringContaining('PARLEY_JWKS_URL: is missing') });
    expect(json(list.stdout)).toMatchObject({ items: [{ id: room.id, name: 'Engine room', member_count: 2 }] });
    expect(exported).toMatchObject({ status: 0, stderr: expect.stringContaining('sha256:') });
    const acts = await inDatabase<{ action: string }>(
      'auth',
      "select data->>'action' as action from events where type = 'AdministratorActed'",
    );
    expect(acts.map(({ action }) => action)).toEqual(expect.arrayContaining(['rooms.listed', 'room.exported']));
  });

  it('makes the demo accounts, once', async () => {
    const first = await parley('seed', '--url', stack.url, '--json');
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(json((await parley('seed', '--url', stack.url, '--json')).stdout)).toEqual(json(first.stdout));
  });

  it('migrates every database, and finds nothing to do', async () => {
    expect(json((await parley('migrate', '--json')).stdout)).toEqual({ migrated: databaseServices });
  });

  it('shows how far relays are, and has one begin anew while people talk', async () => {
    const end = talk(talkers, [room.id], 50);
    const again = await parley('relay', 'republish', 'messages', '--yes', '--json');
    await end();
    expect(json(again.stdout)).toEqual({ service: 'messages', deleted: true });
    await eventually('both have everything', async () => {
      const head = (await readLog(talkers[0] as Talker, room.id)).at(-1)?.seq;
      return talkers.every(({ applied }) => applied.at(-1)?.seq === head) || undefined;
    });
    const status = await parley('relay', 'status', '--json');
    expect([status.status, json(status.stdout)]).toMatchObject([
      0,
      [{ service: 'auth' }, { service: 'rooms' }, { service: 'messages', waiting: 0 }],
    ]);
  });

  it('shows what happens, never what is said', async () => {
    await talkers[0]?.chat.send(room.id, 'a secret of theirs');
    const tail = await parley('events', 'tail', 'messages', '--last', '1', '--no-follow');
    expect(tail.stdout).toMatch(new RegExp(`MessagePosted +${room.id} +\\d+ +${ada.id}`));
    expect(tail.stdout).not.toContain('secret');
  });

  it('handles a dead letter once more, and says when it fails again', async () => {
    const [last] = await inDatabase<{ event_id: string; version: number; position: string; before: string; epoch: string }>(
      'rooms',
      `select event_id, version, tx || '-' || position as position, tx || '-' || (position - 1) as before, epoch
        from events, store_identity where stream_id = '${room.id}' order by version desc limit 1`,
    );
    const letter = (
      id: string,
    ) => `insert into dead_letters (consumer, event_id, stream_id, version, type, position, previous, epoch, error, tries)
      values ('rooms:messages', '${id}', '${room.id}', ${last?.version}, 'x', '${last?.position}', '${last?.before}', '${last?.epoch}', 'Error: broken', 5)`;
    await inDatabase('messages', letter(last?.event_id ?? ''));
    expect(await parley('dead-letters', 'list', 'messages')).toMatchObject({ status: 3, stdout: expect.stringContaining('Error: broken') });
    expect(json((await parley('dead-letters', 'retry', 'messages', '--all', '--json')).stdout)).toEqual({ handled: 1, failed: [] });
    await inDatabase('messages', letter(randomUUID()));
    expect(await parley('dead-letters', 'retry', 'messages', '--all')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('no such letter'),
    });
    await inDatabase('messages', 'delete from dead_letters');
    expect(await parley('dead-letters', 'list', 'messages')).toMatchObject({ status: 0, stdout: 'none\n' });
  });

  it('verifies the logs, and finds a hole, a torn read model and a consumer that is ahead', async () => {
    await inDatabase('rooms', `update rooms set name = 'Torn' where id = '${room.id}'`);
    await inDatabase(
      'media',
      `update consumer_streams set version = version + 1000 where stream_id = '${room.id}' and consumer = 'messages:media'`,
    );
    await inDatabase('auth', `update events set version = 77 where stream_id = '${ada.id}' and version = 1`);
    const found = await parley('events', 'verify', '--json');
    await inDatabase('auth', `update events set version = 1 where stream_id = '${ada.id}' and version = 77`);
    await inDatabase(
      'media',
      `update consumer_streams set version = version - 1000 where stream_id = '${room.id}' and consumer = 'messages:media'`,
    );
    await inDatabase('rooms', `update rooms set name = 'Engine room' where id = '${room.id}'`);
    expect(found.status).toBe(3);
    expect(found.stdout).toMatch(/versions are not 1, 2, 3/);
    expect(found.stdout).toMatch(/rooms differs from the log: 1 rows missing, 1 surplus/);
    expect(found.stdout).toMatch(/messages:media: has version/);
  });
});

describe('the API guide', { timeout: 120_000 }, () => {
  it('shows what works, with curl and with the SDK', async () => {
    const guide = await readFile(join(repositoryRoot, 'docs/api-guide.md'), 'utf8');
    const blocks = (language: string) =>
      [...guide.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, code = '']) => code).join('\n');
    // Inside the checkout, so that it finds the SDK as a program of its own would.
    const program = join(repositoryRoot, 'e2e', `api-guide-${randomUUID()}.ts`);
    try {
      await writeFile(program, blocks('ts'));
      const env = { ...systemEnvironment(), PARLEY_URL: stack.url };
      const [withCurl, withSdk] = await Promise.all([
        run('bash', ['-euo', 'pipefail', '-c', blocks('sh')], { env, cwd: folder }),
        run(pinnedNode, [program], { env }),
      ]);
      expect(withCurl.stdout).toContain('Hello from curl');
      expect(withSdk.stdout).toMatch(/said at \d+, heard: Hello from sdk_/);
    } finally {
      await rm(program, { force: true });
    }
  });
});

describe('a backup', () => {
  const place = () => join(folder, 'backup');
  const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

  it('made while messages pour in, restored on an empty machine, has the same hashes, and clients go on in the new epoch', async () => {
    const api = createParley({ url: stack.url });
    await api.auth.login({ email: ada.email, password: ada.password });
    const file = await api.media.upload(new Blob([picture], { type: 'image/png' }), { purpose: 'attachment' });
    await api.messages.send(room.id, { client_id: randomUUID(), content: 'With a picture', attachment_ids: [file.id] });

    const end = talk(talkers, [room.id], 20);
    const made = await parley('backup', place(), '--json');
    await end();
    expect(made).toMatchObject({ status: 0 });
    expect(json(made.stdout)).toMatchObject({ files: expect.any(Number) });
    expect((await readdir(place())).sort()).toEqual(['README.txt', 'auth', 'manifest.json', 'media', 'messages', 'notifications', 'rooms']);
    expect((await parley('backup', place())).stderr).toContain('is not empty');
    const lost = await talkers[0]?.chat.send(room.id, 'Said after the backup');
    const before = await readLog(talkers[0] as Talker, room.id);

    await Promise.all(databaseServices.map((service) => stack.service(service).stop()));
    await Promise.all([stack.service('messages', 1).stop(), stack.service('presence').stop(), stack.service('gateway').stop()]);
    const restored = await startStack({
      gatewayPort: Number(new URL(stack.url).port),
      prepare: async (empty) => {
        const restore = () => parleyCommand(empty, 'restore', place(), '--yes', '--json');
        expect(await damage(place(), restore)).toMatchObject({ status: 1, stderr: expect.stringContaining('is not what was written') });
        await markAsHalfRestored(empty);
        expect(await parleyCommand(empty, 'migrate')).toMatchObject({ status: 1, stderr: expect.stringContaining('half restored') });
        expect(await restore()).toMatchObject({ status: 0 });
        expect(await restore()).toMatchObject({ status: 1, stderr: expect.stringContaining('is not empty') });
        const verified = await parleyCommand(empty, 'events', 'verify', '--json');
        expect([verified.status, verified.stderr]).toEqual([0, '']);
      },
    });
    try {
      await goOn(before, lost?.seq ?? 0);
      expect(restored.url).toBe(stack.url);
      // Redis knows no session any more: the client renews its own, which the backup has.
      expect((await api.media.blob(file.id)).size).toBeGreaterThan(0);
    } finally {
      await Promise.all(talkers.map((talker) => talker.close()));
      await restored.stop();
    }
  }, 300_000);

  /** One byte of one file more, for as long as `work` takes. */
  async function damage<Result>(backup: string, work: () => Promise<Result>): Promise<Result> {
    const [name = ''] = await readdir(join(backup, 'messages'));
    const path = join(backup, 'messages', name);
    const whole = await readFile(path);
    await appendFile(path, 'x');
    const result = await work();
    await writeFile(path, whole);
    return result;
  }

  async function markAsHalfRestored(empty: Pick<Stack, 'databases'>): Promise<void> {
    const mark = 'create schema parley_restore; create table parley_restore.unfinished (backup text not null)';
    for (const service of databaseServices) await inDatabase(service, mark, empty);
  }

  /** The same people at the same clients, which have seen a message that is no more. */
  async function goOn(before: readonly LogEvent[], lostSeq: number): Promise<void> {
    const [first, second] = talkers as [Talker, Talker];
    await eventually(
      'clients are online again',
      () => talkers.every(({ chat }) => chat.connection.getSnapshot().phase === 'online') || undefined,
      30_000,
    );
    const sent = await first.chat.send(room.id, 'Here again');
    expect(sent.seq).toBeLessThanOrEqual(lostSeq + 1);
    const log = await readLog(second, room.id);
    expect(log.slice(0, sent.seq - 1)).toEqual(before.slice(0, sent.seq - 1));
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_event, index) => index + 1));
    expect(log.filter(isPosted).map(({ data }) => data.content)).not.toContain('Said after the backup');
    for (const { acknowledged } of talkers) expect(acknowledged.length).toBeGreaterThan(0);
    await eventually(
      'both show what the server has',
      () => talkers.every(({ chat }) => showsNewest(chat, log.length)) || undefined,
      30_000,
    );
  }

  function showsNewest(chat: Talker['chat'], head: number): boolean {
    const shown = chat.room(room.id).getSnapshot();
    const texts = (shown?.timeline ?? []).flatMap((entry) => (entry.kind === 'message' ? [entry.message.content] : []));
    return shown?.seq === head && texts.at(-1) === 'Here again' && !texts.includes('Said after the backup');
  }
});
