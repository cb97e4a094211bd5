import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { pinnedNode, servicePath, systemEnvironment } from '@parley/backing';
import type { LogEvent, Message, RoomEvents, RoomSummary } from '@parley/contracts';
import { callApi, eventually, mustCallApi, registerUser, type Stack, startStack, type TestUser } from '@parley/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSettledGroup } from './src/settled-group.ts';

let stack: Stack;
let ada: TestUser;
let grace: TestUser;
let room: RoomSummary;
let superuser: pg.Client;
let owner: pg.Client;

beforeAll(async () => {
  stack = await startStack({ ownPostgres: true, messages: 2 });
  superuser = new pg.Client({ connectionString: stack.postgres?.url ?? '' });
  owner = new pg.Client({ connectionString: stack.databases.messages.ownerUrl });
  await Promise.all([superuser.connect(), owner.connect()]);
  // What the operations guide asks for: used log files are deleted, not kept to be written over some day.
  await superuser.query('alter system set wal_recycle = off');
  await superuser.query('select pg_reload_conf()');
  [ada, grace] = await Promise.all([registerUser(stack, 'ada'), registerUser(stack, 'grace')]);
  room = await createSettledGroup(stack, ada, [grace], 'Engine room');
});
afterAll(async () => {
  await Promise.all([superuser?.end(), owner?.end()]);
  await stack?.stop();
});

const path = (message: { id: string }) => `/rooms/${room.id}/messages/${message.id}`;
const secret = (length = 24) => randomBytes(length).toString('hex');
const post = (user: TestUser, content: string, reply_to?: string) =>
  mustCallApi<Message>(stack.url, `/rooms/${room.id}/messages`, {
    token: user.accessToken,
    body: { client_id: randomUUID(), content, ...(reply_to ? { reply_to } : {}) },
  });
/** As `npm run parley -- scrub …` does. */
const scrub = async (service: 'messages' | 'notifications' = 'messages') => {
  const env = { ...systemEnvironment(), DATABASE_OWNER_URL: stack.databases[service].ownerUrl, LOG_LEVEL: 'warn' };
  const { stdout } = await promisify(execFile)(pinnedNode, [servicePath(service, 'admin.ts'), 'scrub'], { env });
  return stdout;
};
const checkpoint = async () => {
  for (const statement of ['checkpoint', 'select pg_switch_wal()', 'checkpoint']) await superuser.query(statement);
};
const isErasedInBroker = () =>
  eventually('the broker has erased', async () => {
    const { rows } = await owner.query<{ due: number }>('select count(*)::integer as due from broker_erasures');
    return rows[0]?.due === 0 || undefined;
  });
/** Grace was called by name, and her notification showed what the message said. */
const isForgottenByNotifications = (text: string) =>
  eventually('nobody is told of it any more', async () => {
    const { body } = await callApi(stack.url, '/notifications', { token: grace.accessToken });
    return !JSON.stringify(body).includes(text) || undefined;
  });
const kindsOf = (files: readonly string[]) => new Set(files.map((file) => (file.includes('nats') ? 'nats' : 'postgres')));

describe('the text of a deleted message', () => {
  it('is on no disk any more, of Postgres or the broker: as posted, edited, answered, and of any length', async () => {
    // Of many pages too: out of line in Postgres.
    const [first, second, long] = [secret(), secret(), secret(2_400)];
    const message = await post(ada, `@${grace.username} ${first}`);
    const other = await post(ada, long);
    await post(grace, 'An answer', message.id);
    await mustCallApi(stack.url, path(message), { method: 'PATCH', token: ada.accessToken, body: { content: `now ${second}` } });
    await post(grace, 'Another answer', message.id);
    await eventually('she is told of it', async () => {
      const { body } = await callApi(stack.url, '/notifications', { token: grace.accessToken });
      return JSON.stringify(body).includes(second) || undefined;
    });
    const kept = await post(ada, secret());
    // The statistics of Postgres keep samples of columns: not of texts.
    await owner.query('analyze');
    await checkpoint();
    for (const text of [first, second]) expect(kindsOf(await stack.findInData(text))).toEqual(new Set(['nats', 'postgres']));
    expect(kindsOf(await stack.findInData(long.slice(0, 40))).has('nats')).toBe(true);

    for (const gone of [message, other]) await mustCallApi(stack.url, path(gone), { method: 'DELETE', token: ada.accessToken });
    await isErasedInBroker();
    expect(await scrub()).toMatch(/written anew: .*events_p0.*messages_7/);
    await isForgottenByNotifications(second);
    await scrub('notifications');
    await checkpoint();
    for (const text of [first, second, long.slice(0, 40)]) expect(await stack.findInData(text)).toEqual([]);
    expect(kindsOf(await stack.findInData(kept.content))).toEqual(new Set(['nats', 'postgres']));
  });

  it('does not come back with a stream that was lost and is published again, nor with a replay of the log', async () => {
    const text = secret();
    const message = await post(ada, text);
    await mustCallApi(stack.url, path(message), { method: 'DELETE', token: ada.accessToken });
    await isErasedInBroker();
    await stack.nats.wipe();
    const later = secret();
    await eventually('posting goes on', async () => {
      const body = { client_id: randomUUID(), content: later };
      const { status } = await callApi(stack.url, `/rooms/${room.id}/messages`, { token: ada.accessToken, body });
      return status === 201 || undefined;
    });
    await eventually('the stream is there again', async () => kindsOf(await stack.findInData(later)).has('nats') || undefined);
    expect([...kindsOf(await stack.findInData(text))].filter((kind) => kind === 'nats')).toEqual([]);

    const log = await mustCallApi<RoomEvents>(stack.url, `/rooms/${room.id}/events?after=0&limit=500`, { token: grace.accessToken });
    const events: readonly LogEvent[] = 'events' in log ? log.events : [];
    expect(events.find((event) => event.seq === message.seq)).toMatchObject({ data: { id: message.id, content: '', is_deleted: true } });
    expect(JSON.stringify(events)).not.toContain(text);
  });

  it('is erased in the broker by whoever comes next, when the service dies right after the deletion', async () => {
    const text = secret();
    const message = await post(ada, text);
    await eventually('it is published', async () => kindsOf(await stack.findInData(text)).has('nats') || undefined);
    await mustCallApi(stack.url, path(message), { method: 'DELETE', token: ada.accessToken });
    await Promise.all([stack.kill('messages', 0), stack.kill('messages', 1)]);
    await stack.restart('messages', 1);
    await isErasedInBroker();
    expect(kindsOf(await stack.findInData(text)).has('nats')).toBe(false);
    await stack.restart('messages', 0);
  });
});
