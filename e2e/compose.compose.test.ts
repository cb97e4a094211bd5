import { setTimeout as sleep } from 'node:timers/promises';
import type { RoomSummary } from '@parley/contracts';
import { type ComposeStack, callApi, createGroup, eventually, registerUser, startComposeStack, type TestUser } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinAsTalker, readLog, type Talker, talk, violations } from './src/traffic.ts';

/** The installation that `docker compose up` makes, as its operator and its people see it: through nginx. */
let stack: ComposeStack;
let ada: TestUser;
let grace: TestUser;
let room: RoomSummary;
const talkers: Talker[] = [];

beforeAll(async () => {
  stack = await startComposeStack({ replicas: { gateway: 1, messages: 2 } });
  // One after the other, and again: a machine that has just started all this may be too busy to hash a password in time.
  ada = await eventually('ada is there', () => registerUser(stack, 'ada').catch(() => undefined), 60_000);
  grace = await eventually('grace is there', () => registerUser(stack, 'grace').catch(() => undefined), 60_000);
  room = await createGroup(stack, ada, [grace]);
  for (const user of [ada, grace, ada]) talkers.push(await joinAsTalker(stack.url, user));
}, 1_200_000);
afterAll(async () => {
  await Promise.all(talkers.map((talker) => talker.close()));
  await stack?.stop();
}, 180_000);

const gateways = async () => (await stack.compose('ps', '--quiet', 'gateway')).trim().split('\n').length;

/** People talk while it happens. Then everybody must have every message once, in the room's order, and nobody was refused. */
async function duringTraffic(happens: () => Promise<void>): Promise<void> {
  const before = talkers.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
  // Slow enough for a busy machine: what waits to be said is said first, and a room takes one message of a person after the other.
  const finish = talk(talkers, [room.id], 300);
  await sleep(2_000);
  await happens();
  await sleep(2_000);
  await finish();
  const [first] = talkers;
  if (first === undefined) throw new Error('nobody talks');
  const log = await readLog(first, room.id);
  await eventually(
    'everybody is current',
    () => talkers.every(({ applied }) => applied.filter(({ room_id }) => room_id === room.id).at(-1)?.seq === log.length) || undefined,
    30_000,
  );
  expect(violations(log, room.id, talkers)).toEqual([]);
  expect(talkers.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0)).toBeGreaterThan(before + 10);
}

describe('Parley in containers', () => {
  it('shows the web client with its headers, and leads everything else to a gateway', async () => {
    const page = await fetch(`${stack.url}/chat/anything`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<!doctype html>')]);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const missing = await Promise.all(['/assets/none.js', '/none.txt'].map((path) => fetch(stack.url + path)));
    expect(missing.map(({ status }) => status)).toEqual([404, 404]);
    const led = await Promise.all(['/openapi.json', '/asyncapi.json', '/docs', '/redoc', '/readyz'].map((path) => fetch(stack.url + path)));
    expect(led.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await fetch(`${stack.url}/metrics`)).headers.get('content-type')).toBe('text/html');
  });

  it('runs nothing as root but what gives it up, and nothing that could write to its image', async () => {
    for (const service of ['gateway', 'auth', 'media', 'web']) {
      expect(
        await stack.compose('exec', '--no-TTY', service, 'sh', '-c', 'id -u; touch /written 2>/dev/null && echo written || true'),
      ).toMatch(/^(1000|101)\n$/);
    }
    expect(await stack.compose('exec', '--no-TTY', 'gateway', 'sh', '-c', 'command -v npm npx || echo none')).toBe('none\n');
  });

  it('scales gateways from one to three and back while people talk, and nothing is lost', async () => {
    await duringTraffic(async () => {
      await stack.scale({ gateway: 3 });
      expect(await gateways()).toBe(3);
    });
    await duringTraffic(async () => {
      await stack.scale({ gateway: 1 });
      expect(await gateways()).toBe(1);
    });
  }, 400_000);

  it.each(['messages', 'nats', 'redis', 'postgres', 'gateway'] as const)(
    'loses nothing when %s is killed and comes back',
    (service) =>
      duringTraffic(async () => {
        await stack.kill(service);
        await sleep(1_000);
        await stack.restart(service);
      }),
    300_000,
  );

  it('runs the administrator’s commands beside the services', async () => {
    const people = ['user', 'list', '--json'];
    expect(await stack.compose('exec', '--no-TTY', 'auth', 'parley', ...people)).toContain(grace.username);
    expect(await stack.compose('run', '--rm', '--no-TTY', '--no-deps', 'auth-admin', ...people)).toContain(grace.username);
    const checked = await stack.compose('exec', '--no-TTY', 'gateway', 'parley', 'config', 'check', 'gateway');
    expect(checked).toContain('✓ gateway');
  }, 120_000);

  it('has everything again after all of it was taken down and started anew', async () => {
    const [first] = talkers;
    if (first === undefined) throw new Error('nobody talks');
    const before = await readLog(first, room.id);
    await Promise.all(talkers.splice(0).map((talker) => talker.close()));
    await stack.compose('down', '--timeout', '30');
    await stack.up();
    const back = await eventually('grace is let in', () => joinAsTalker(stack.url, grace).catch(() => undefined), 60_000);
    talkers.push(back);
    expect(await readLog(back, room.id)).toEqual(before);
  }, 400_000);

  it('believes nobody’s word on where they come from', async () => {
    const asked = (nth: number) =>
      callApi(stack.url, '/auth/login', {
        body: { email: grace.email, password: 'Wrong-Horse-7' },
        headers: { 'x-forwarded-for': `203.0.113.${nth}`, forwarded: `for=203.0.113.${nth}` },
      });
    await stack.limit({ PARLEY_LOGINS_PER_MINUTE: '5' });
    const statuses: number[] = [];
    for (let nth = 1; nth < 9; nth += 1) statuses.push((await asked(nth)).status);
    expect(statuses).toContain(429);
  }, 200_000);
});
