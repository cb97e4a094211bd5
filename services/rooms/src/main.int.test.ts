import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestUser } from './fixture/fake-auth.ts';
import { type RoomsFixture, startRoomsFixture } from './fixture/rooms-fixture.ts';

let rooms: RoomsFixture;
let ada: TestUser;
beforeAll(async () => {
  rooms = await startRoomsFixture();
  ada = await rooms.auth.register('ada');
});
const children = new Set<ChildProcess>();
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rooms?.stop();
});

function run(file: string, args: string[] = [], env: Record<string, string> = {}) {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return { child, output: () => output, ended: ended(child) };
}

async function ended(child: ChildProcess): Promise<number | null> {
  await once(child, 'close');
  return child.exitCode;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

describe('the processes', () => {
  it('main.ts serves until it is asked to end, and then ends with 0', async () => {
    const port = await freePort();
    const { child, output, ended: end } = run('./main.ts', [], { ...rooms.env, PORT: String(port) });
    await expect
      .poll(
        () =>
          fetch(`http://127.0.0.1:${port}/readyz`).then(
            (answer) => answer.status,
            () => 0,
          ),
        { timeout: 20_000 },
      )
      .toBe(200);
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/rooms`, { headers: { authorization: `Bearer ${ada.token}` } });
    expect(await answer.json()).toEqual({ items: [], next_cursor: null, has_more: false });
    child.kill('SIGTERM');
    expect(await end).toBe(0);
    expect(output()).not.toContain(ada.token);
  });

  it('main.ts tells every fault of its configuration at once', async () => {
    const { output, ended: end } = run('./main.ts', [], { ...rooms.env, NATS_URL: '', PARLEY_NO_SUCH: '1' });
    expect(await end).toBe(1);
    expect(output()).toMatch(/NATS_URL: is missing/);
    expect(output()).toMatch(/PARLEY_NO_SUCH: there is no such setting/);
  });

  it('migrate.ts finds nothing to do on a current database', async () => {
    expect(await run('./migrate.ts', [], { DATABASE_OWNER_URL: rooms.database.ownerUrl }).ended).toBe(0);
  });

  it('admin.ts rebuild reports in words and in JSON, and ends with 3 when something differs', async () => {
    const env = { DATABASE_OWNER_URL: rooms.database.ownerUrl, LOG_LEVEL: 'silent' };
    const { id } = (await rooms.ask('POST', '/rooms', ada, { body: { type: 'group', name: 'Kept' } })).body;
    const inWords = run('./admin.ts', ['rebuild'], env);
    expect([await inWords.ended, inWords.output().trim().split('\n').at(-1)]).toEqual([0, 'no difference']);
    await rooms.sql(`update rooms set name = 'Torn' where id = $1`, [id]);
    const inJson = run('./admin.ts', ['rebuild', '--json'], env);
    expect([await inJson.ended, JSON.parse(inJson.output())]).toMatchObject([
      3,
      { identical: false, tables: [{ keys: [{ id }] }, {}, {}, {}, {}, {}, {}, {}] },
    ]);
    expect(await run('./admin.ts', ['rebuild', '--swap'], env).ended).toBe(0);
    expect(await run('./admin.ts', ['rebuild'], env).ended).toBe(0);
    expect(await run('./admin.ts', ['dance'], env).ended).toBe(2);
  });
});
