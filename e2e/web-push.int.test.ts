import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createParley } from '@parley/client';
import type { NotificationPreferencesBody, PushKey, RoomSummary } from '@parley/contracts';
import {
  callApi,
  createRoom,
  eventually,
  mustCallApi,
  registerUser,
  type Stack,
  sendMessage,
  startStack,
  type TestUser,
} from '@parley/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeOwnCertificate } from './src/own-certificate.ts';
import { checkSignature, type PushService, startPushService } from './src/push-service.ts';
import { enter } from './src/raw-socket.ts';

let stack: Stack;
let service: PushService;
/** Over https, with a certificate that vouches for itself and that the service is told to believe. */
let secure: PushService;
/** Likewise, but its certificate is unknown. */
let impostor: PushService;
let authority: string;
let publicKey: string;

beforeAll(async () => {
  const certificate = makeOwnCertificate();
  [service, secure, impostor] = await Promise.all([
    startPushService(),
    startPushService(certificate),
    startPushService(makeOwnCertificate()),
  ]);
  authority = join(await mkdtemp(join(tmpdir(), 'parley-push-')), 'authority.pem');
  await writeFile(authority, certificate.cert);
  const settings = {
    PARLEY_PUSH_ORIGINS: [service, secure, impostor].map(({ origin }) => origin).join(),
    PARLEY_PUSH_CONTACT: 'mailto:admin@example.org',
    NODE_EXTRA_CA_CERTS: authority,
  };
  stack = await startStack({ notifications: 2, serviceEnv: { notifications: settings } });
  const { accessToken: token } = await registerUser(stack);
  publicKey = (await mustCallApi<PushKey>(stack.url, '/notifications/push/key', { token })).public_key;
});
afterAll(async () => {
  await stack?.stop();
  await Promise.all([service?.close(), secure?.close(), impostor?.close()]);
  await rm(dirname(authority), { recursive: true, force: true });
});

const subscriptions = '/notifications/push/subscriptions';
const subscribe = (user: TestUser, { endpoint, keys }: { endpoint: string; keys: object }) =>
  mustCallApi(stack.url, subscriptions, { token: user.accessToken, body: { endpoint, keys, expirationTime: null } });
const say = (user: TestUser, { id }: RoomSummary, content: string) => sendMessage(stack, user, { roomId: id, content });
async function query<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: stack.databases.notifications.url });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}
const subscribed = async (user: TestUser) => (await query('select 1 from push_subscriptions where user_id = $1', [user.id])).length;
const nothingDue = (user: TestUser) =>
  eventually('everything was pushed', async () => {
    const due = await query('select 1 from pushes_due d join push_subscriptions s using (subscription_id) where s.user_id = $1', [user.id]);
    const waiting = await query('select 1 from notices where user_id = $1 and due_at is not null', [user.id]);
    return due.length + waiting.length === 0 || undefined;
  });

async function conversation(): Promise<[TestUser, TestUser, RoomSummary]> {
  const [ann, bob] = [await registerUser(stack, 'ann'), await registerUser(stack, 'bob')];
  return [ann, bob, await createRoom(stack, ann, { type: 'direct', member_ids: [bob.id] })];
}

describe('a web push', () => {
  it('is sent, encrypted and signed, to every browser of somebody who is away', async () => {
    const [ann, bob, room] = await conversation();
    const browsers = [service.browser('/one'), service.browser('/two')];
    for (const browser of browsers) await subscribe(bob, browser);
    await say(ann, room, 'Where are you? Größe 🚀');
    for (const browser of browsers) {
      const push = await eventually('the push arrives', () => service.to(browser)[0]);
      expect(push.headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '86400', urgency: 'normal' });
      expect(push.body.includes('Where')).toBe(false);
      expect(checkSignature(push, publicKey)).toMatchObject({ aud: service.origin, sub: 'mailto:admin@example.org' });
      expect(browser.open(push)).toMatchObject({
        notification: { kind: 'direct_message', actor: { id: ann.id }, message: { excerpt: 'Where are you? Größe 🚀' } },
        unread_count: 1,
      });
    }
    await nothingDue(bob);
    expect(browsers.map((browser) => service.to(browser).length)).toEqual([1, 1]);
    for (const name of [0, 1]) expect(await stack.logs('notifications', name)).not.toContain('/one');
  });

  it('goes over https to a service whose certificate is trusted, and says nothing to one whose certificate is not', async () => {
    const [ann, bob, room] = await conversation();
    const [browser, deceived] = [secure.browser('/tls'), impostor.browser('/tls')];
    for (const one of [browser, deceived]) await subscribe(bob, one);
    await say(ann, room, 'Behind a lock');
    const push = await eventually('the push arrives', () => secure.to(browser)[0]);
    expect(checkSignature(push, publicKey)).toMatchObject({ aud: secure.origin });
    expect(browser.open(push)).toMatchObject({ notification: { message: { excerpt: 'Behind a lock' } } });
    await eventually('the other one is left to be tried again', async () => {
      const due = await query<{ endpoint: string; attempts: number }>(
        'select s.endpoint, d.attempts from pushes_due d join push_subscriptions s using (subscription_id) where s.user_id = $1',
        [bob.id],
      );
      return (due.length === 1 && due[0]?.endpoint === deceived.endpoint && due[0].attempts === 1) || undefined;
    });
    expect(impostor.received).toEqual([]);
  });

  it('is not sent while a device is connected, invisible or not, or after a browser was taken back', async () => {
    const [ann, bob, room] = await conversation();
    const browser = service.browser('/connected');
    await subscribe(bob, browser);
    const socket = await enter(stack.url, bob);
    await socket.command('presence.set', { status: 'invisible' });
    await say(ann, room, 'Shown on the device');
    await socket.receive('notification');
    await nothingDue(bob);
    expect(service.to(browser)).toEqual([]);
    socket.close();
    const parley = createParley({ url: stack.url });
    await parley.auth.login(bob);
    await parley.notifications.unsubscribe(browser.endpoint);
    expect(await subscribed(bob)).toBe(0);
  });

  it('is not sent in hours of rest', async () => {
    const [ann, bob, room] = await conversation();
    const browser = service.browser('/resting');
    await subscribe(bob, browser);
    const body: NotificationPreferencesBody = { muted_until: new Date(Date.now() + 60_000).toISOString() };
    await mustCallApi(stack.url, '/notifications/preferences', { method: 'PUT', token: bob.accessToken, body });
    await say(ann, room, 'Later');
    await eventually(
      'it is listed',
      async () => (await query('select 1 from notices where user_id = $1 and delivered_at is not null', [bob.id]))[0],
    );
    await nothingDue(bob);
    expect(service.to(browser)).toEqual([]);
  });

  it('to a browser that is gone removes it; one that fails is tried again, a few times', async () => {
    const [ann, bob, room] = await conversation();
    const [gone, missing, failing] = [service.browser('/gone'), service.browser('/missing'), service.browser('/failing')];
    service.answers.set('/gone', [410]).set('/missing', [404]).set('/failing', [503, 503, 429, 500]);
    for (const browser of [gone, missing, failing]) await subscribe(bob, browser);
    expect(await subscribed(bob)).toBe(3);
    await say(ann, room, 'Anybody?');
    await eventually('dead browsers are forgotten', async () => (await subscribed(bob)) === 1 || undefined);
    for (const tries of [1, 2, 3, 4]) {
      await eventually(`try ${tries}`, () => service.to(failing).length >= tries || undefined);
      // Its time comes sooner than in half a minute.
      await eventually('it waits', async () => {
        const due = await query<{ later: boolean }>(
          'select due_at > now() as later from pushes_due d join push_subscriptions s using (subscription_id) where s.user_id = $1',
          [bob.id],
        );
        return tries === 4 ? due.length === 0 || undefined : due[0]?.later === true || undefined;
      });
      await query(
        'update pushes_due set due_at = now() where subscription_id in (select subscription_id from push_subscriptions where user_id = $1)',
        [bob.id],
      );
    }
    await nothingDue(bob);
    expect(service.to(failing)).toHaveLength(4);
    expect(await subscribed(bob)).toBe(1);
  });

  it('goes nowhere inside, and to no more browsers of one person than twenty', async () => {
    const [, bob] = await conversation();
    const { keys } = service.browser('/x');
    const status = async (endpoint: string) =>
      (await callApi(stack.url, subscriptions, { token: bob.accessToken, body: { endpoint, keys } })).status;
    const inside = [
      'http://push.example.org/x',
      'https://127.0.0.1/x',
      'https://[::1]/x',
      'https://[::ffff:10.0.0.1]/x',
      'https://localhost/x',
    ];
    const more = [
      'https://10.1.2.3/x',
      'https://169.254.169.254/x',
      'https://2130706433/x',
      'https://push.example.org:8443/x',
      'https://u:p@push.example.org/',
    ];
    for (const endpoint of [...inside, ...more, 'ftp://push.example.org/', 'nonsense'])
      expect([endpoint, await status(endpoint)]).toEqual([endpoint, 400]);
    for (let nth = 0; nth < 22; nth += 1) expect(await status(`https://push.example.org/${nth}`)).toBe(204);
    expect(await status('https://push.example.org/21')).toBe(204);
    expect(await subscribed(bob)).toBe(20);
    const wrong = await callApi(stack.url, subscriptions, {
      token: bob.accessToken,
      body: { endpoint: 'https://push.example.org/x', keys: { p256dh: 'x', auth: 'y' } },
    });
    expect(wrong.status).toBe(400);
  });

  it('is signed with the same key by every replica, for ever', async () => {
    const { accessToken: token } = await registerUser(stack);
    for (const { url } of stack.services.notifications) {
      expect((await mustCallApi<PushKey>(url, '/notifications/push/key', { token })).public_key).toBe(publicKey);
    }
    await stack.restart('notifications', 1);
    const again = stack.service('notifications', 1).url;
    expect((await mustCallApi<PushKey>(again, '/notifications/push/key', { token })).public_key).toBe(publicKey);
  });
});

describe('a digest', () => {
  it('is mailed once, with numbers alone, to who wants it and has been away for that long', async () => {
    const [ann, bob, room] = await conversation();
    await confirmAddress(bob);
    const body: NotificationPreferencesBody = { digest_after_minutes: 15 };
    await mustCallApi(stack.url, '/notifications/preferences', { method: 'PUT', token: bob.accessToken, body });
    for (const nth of [1, 2]) await say(ann, room, `A secret ${nth}`);
    const dueAt = await eventually('it is due some time', async () => {
      const [row] = await query<{ digest_due_at: Date | null }>('select digest_due_at from preferences where user_id = $1', [bob.id]);
      return row?.digest_due_at ?? undefined;
    });
    expect(dueAt.getTime() - Date.now()).toBeGreaterThan(14 * 60_000);
    await nothingDue(bob);
    const timePasses = () => query('update preferences set digest_due_at = now() where user_id = $1', [bob.id]);
    await timePasses();
    const greeting = `Hello ${bob.username},`;
    const mails = async () => (await stack.findInData(greeting)).filter((path) => path.endsWith('.txt'));
    const [path] = await eventually('the mail is there', async () => ((await mails()).length > 0 ? await mails() : undefined), 20_000);
    const mail = await readFile(path ?? '', 'utf8');
    expect(mail).toContain('you have not seen 2 notifications yet, among them 2 direct messages.');
    expect(mail).not.toContain('secret');
    await eventually(
      'it is settled',
      async () => (await query('select 1 from preferences where user_id = $1 and digest_due_at is null', [bob.id]))[0],
    );
    await timePasses();
    await eventually(
      'nothing more is due',
      async () => (await query('select 1 from preferences where user_id = $1 and digest_due_at is null', [bob.id]))[0],
      20_000,
    );
    expect(await mails()).toHaveLength(1);
  });

  it('goes to no address that nobody has confirmed', async () => {
    const [ann, bob, room] = await conversation();
    const body: NotificationPreferencesBody = { digest_after_minutes: 15 };
    await mustCallApi(stack.url, '/notifications/preferences', { method: 'PUT', token: bob.accessToken, body });
    await say(ann, room, 'Is this you?');
    const isDue = async (due: boolean) => {
      const [row] = await query<{ digest_due_at: Date | null }>('select digest_due_at from preferences where user_id = $1', [bob.id]);
      return row && (row.digest_due_at !== null) === due ? true : undefined;
    };
    await eventually('it is due some time', () => isDue(true));
    await nothingDue(bob);
    await query('update preferences set digest_due_at = now() where user_id = $1', [bob.id]);
    await eventually('it is settled', () => isDue(false), 20_000);
    expect((await stack.findInData(`Hello ${bob.username},`)).filter((path) => path.endsWith('.txt'))).toEqual([]);
  });

  async function confirmAddress(user: TestUser): Promise<void> {
    const client = new pg.Client({ connectionString: stack.databases.auth.url });
    await client.connect();
    await client.query('update accounts set email_verified = true where user_id = $1', [user.id]).finally(() => client.end());
  }
});
