import type { Notification, NotificationKind, NotificationList, NotificationPreferencesBody, RoomSummary } from '@parley/contracts';
import { eventually, mustCallApi, registerUser, type Stack, type TestUser } from '@parley/testing';
import pg from 'pg';

/** What a test does with notifications through the whole stack. `stack` is asked for when it is needed: at first it is not there yet. */
export function noticesOn(stack: () => Stack) {
  async function people(): Promise<[TestUser, TestUser, TestUser]> {
    return [await registerUser(stack(), 'ann'), await registerUser(stack(), 'bob'), await registerUser(stack(), 'cid')];
  }

  const list = (user: TestUser, query = '') =>
    mustCallApi<NotificationList>(stack().url, `/notifications${query}`, { token: user.accessToken });
  const kinds = async (user: TestUser) => (await list(user)).items.map(({ kind }) => kind);
  const prefer = (user: TestUser, body: NotificationPreferencesBody) =>
    mustCallApi(stack().url, '/notifications/preferences', { method: 'PUT', token: user.accessToken, body });
  const call = (user: TestUser, method: string, path: string, body?: unknown) =>
    mustCallApi(stack().url, path, { method, token: user.accessToken, ...(body === undefined ? {} : { body }) });
  const say = (user: TestUser, room: RoomSummary, content: string, more = {}) =>
    mustCallApi<{ id: string; seq: number }>(stack().url, `/rooms/${room.id}/messages`, {
      token: user.accessToken,
      body: { client_id: crypto.randomUUID(), content, ...more },
    });

  function told(user: TestUser, kind: NotificationKind, matches: (one: Notification) => boolean = () => true): Promise<Notification> {
    return eventually(`${user.username} is told: ${kind}`, async () =>
      (await list(user)).items.find((one) => one.kind === kind && matches(one)),
    );
  }

  const untold = (user: TestUser, kind: NotificationKind) =>
    eventually(`${user.username} is not told any more: ${kind}`, async () => !(await kinds(user)).includes(kind) || undefined);

  /** Everything that happened before this has been looked at: what comes after it in the same streams has arrived. */
  async function settled(room: RoomSummary, sender: TestUser, witness: TestUser): Promise<void> {
    await say(sender, room, `@${witness.username} all of it`);
    await told(witness, 'mention', ({ message }) => message?.excerpt.endsWith('all of it') === true);
  }

  async function withDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: stack().databases.notifications.url });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  const everything = () =>
    withDatabase(async (client) => {
      const notices = await client.query('select * from notices order by notice_id');
      const causes = await client.query('select * from causes order by user_id, cause');
      return { notices: notices.rows, causes: causes.rows };
    });

  return { people, list, kinds, prefer, call, say, told, untold, settled, withDatabase, everything };
}
