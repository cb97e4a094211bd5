import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type AdministrativeAct, sessionIdSchema, userIdSchema } from '@parley/contracts';
import { RpcError } from '@parley/messaging';
import { type Actor, type App, authenticate, createApp, createReadiness } from '@parley/service-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { command, createMessagesFixture, type MessagesFixture, memberRemoved } from '../../fixture/messages-fixture.ts';
import { createUserProfiles } from '../../projections/users/user-profiles.ts';
import { recentMessagesRoutes } from '../recent-messages/recent-messages-routes.ts';
import { adminMessagesRoutes } from './admin-messages-routes.ts';

let messages: MessagesFixture;
let app: App;
let acts: AdministrativeAct[];
let auditWorks: boolean;
let administrators: Set<string>;
let actor: Actor;
const [ada, grace, root] = [randomUUID(), randomUUID(), randomUUID()];

function as(userId: string, role: Actor['role'] = 'user'): void {
  actor = { userId: userIdSchema.parse(userId), sessionId: sessionIdSchema.parse(randomUUID()), username: 'x', role, expiresAt: 0 };
}

beforeAll(async () => {
  messages = await createMessagesFixture();
  app = await createApp({ log: messages.log, title: 'test', version: '1', readiness: createReadiness() });
  const { db } = messages;
  const administration = {
    isAdministrator: async (userId: string) => administrators.has(userId),
    recordAct: async (act: AdministrativeAct) => {
      if (!auditWorks) throw new RpcError('unavailable', 'auth does not answer');
      acts.push(act);
    },
  };
  const dependencies = {
    db,
    administration,
    auth: authenticate({ verifyAccessToken: async () => actor }),
    profiles: createUserProfiles({ db, ask: async () => [] }),
    catchUpRooms: async () => undefined,
    wakeRelay: () => undefined,
  } as never;
  adminMessagesRoutes(app, dependencies);
  recentMessagesRoutes(app, dependencies);
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await messages.stop();
});
beforeEach(() => {
  acts = [];
  auditWorks = true;
  administrators = new Set([root]);
  as(root, 'admin');
});

type Listed = {
  items: Array<{ id: string; seq: number; content: string; deleted_at?: string | null }>;
  next_cursor: string | null;
  has_more: boolean;
};

async function call(method: 'GET' | 'DELETE', path: string) {
  const { statusCode, body } = await app.inject({ method, url: `/api/v1${path}`, headers: { authorization: 'Bearer x' } });
  return { status: statusCode, body: JSON.parse(body) as Listed & { code?: string } };
}

/** At a later millisecond than the one before: that is the order of lists across rooms, and within one nobody could say. */
async function sendLater(room: string, sender: string, content: string): Promise<void> {
  await delay(2);
  await messages.send(command(room, sender, { content }));
}

async function pages(path: string): Promise<string[]> {
  const contents: string[] = [];
  let cursor: string | null = null;
  do {
    const { status, body }: Awaited<ReturnType<typeof call>> = await call('GET', `${path}limit=2${cursor ? `&cursor=${cursor}` : ''}`);
    expect(status).toBe(200);
    contents.push(...body.items.map((item) => item.content));
    cursor = body.next_cursor;
  } while (cursor);
  return contents;
}

describe('administrators', () => {
  it('see messages of every room, of one, or of one person, and each look is written down first', async () => {
    const [one, two] = [await messages.openRoom(ada, grace), await messages.openRoom(ada)];
    for (const [room, sender, content] of [
      [one, ada, 'a1'],
      [two, ada, 'a2'],
      [one, grace, 'g1'],
      [one, ada, 'a3'],
      [two, ada, 'a4'],
    ] as const) {
      await sendLater(room, sender, content);
    }
    expect((await pages('/admin/messages?')).slice(0, 5)).toEqual(['a4', 'a3', 'g1', 'a2', 'a1']);
    expect(await pages(`/admin/messages?room_id=${one}&`)).toEqual(['a3', 'g1', 'a1']);
    expect(await pages(`/admin/messages?sender_id=${ada}&`)).toEqual(['a4', 'a3', 'a2', 'a1']);
    expect(await pages(`/admin/messages?sender_id=${ada}&room_id=${one}&`)).toEqual(['a3', 'a1']);
    const later = new Date(Date.now() + 60_000).toISOString();
    const earlier = new Date(Date.now() - 60_000).toISOString();
    for (const filter of ['', `room_id=${one}&`, `sender_id=${ada}&`]) {
      expect((await pages(`/admin/messages?${filter}since=${earlier}&until=${later}&`)).length).toBeGreaterThan(2);
      expect(await pages(`/admin/messages?${filter}since=${later}&`)).toEqual([]);
      expect(await pages(`/admin/messages?${filter}until=${earlier}&`)).toEqual([]);
    }
    expect(acts.length).toBeGreaterThan(9);
    expect(acts[0]).toEqual({
      actor_id: root,
      action: 'messages.viewed',
      target_type: 'system',
      target_id: null,
      detail: { limit: '2', page: 'first' },
    });
  });

  it('see nothing that cannot be written down', async () => {
    const room = await messages.openRoom(ada);
    const [sent] = await messages.send(command(room, ada, { content: 'secret' }));
    auditWorks = false;
    const answer = await call('GET', `/admin/messages?room_id=${room}`);
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([503, expect.not.stringContaining('secret')]);
    expect((await call('DELETE', `/admin/messages/${sent?.ok ? sent.id : ''}`)).status).toBe(503);
    auditWorks = true;
    expect((await call('GET', `/admin/messages?room_id=${room}`)).body.items[0]?.content).toBe('secret');
  });

  it('delete a message of a room that they are not in: its text is gone', async () => {
    const room = await messages.openRoom(ada);
    const [sent] = await messages.send(command(room, ada, { content: 'away' }));
    const id = sent?.ok ? sent.id : '';
    expect(await call('DELETE', `/admin/messages/${id}`)).toMatchObject({ status: 200, body: { seq: 4 } });
    expect(acts.at(-1)).toMatchObject({ action: 'message.deleted', target_type: 'message', target_id: id });
    const [shown] = (await call('GET', `/admin/messages?room_id=${room}`)).body.items;
    expect([shown?.content, typeof shown?.deleted_at]).toEqual(['', 'string']);
    expect((await call('DELETE', `/admin/messages/${randomUUID()}`)).status).toBe(404);
  });

  it('are those whom auth knows as such now, whatever a token says', async () => {
    administrators.clear();
    expect((await call('GET', '/admin/messages')).status).toBe(403);
    as(ada);
    administrators.add(ada);
    expect((await call('GET', '/admin/messages')).status).toBe(403);
    expect((await call('DELETE', `/admin/messages/${randomUUID()}`)).status).toBe(403);
    expect(acts).toEqual([]);
  });
});

describe('lists across rooms', () => {
  it('hold the newest messages of the rooms that one is in now, or only those one wrote', async () => {
    const [kay, lin] = [randomUUID(), randomUUID()];
    const rooms = [await messages.openRoom(kay, lin), await messages.openRoom(lin, kay), await messages.openRoom(lin)];
    const said: string[] = [];
    for (let nth = 0; nth < 9; nth += 1) {
      const sender = nth % 2 ? kay : lin;
      const content = `${sender === kay ? 'k' : 'l'}${nth}`;
      await sendLater(rooms[nth % 2] ?? '', sender, content);
      said.push(content);
    }
    await messages.send(command(rooms[2] ?? '', lin, { content: 'elsewhere' }));
    as(kay);
    expect(await pages('/messages?')).toEqual(said.toReversed());
    expect(await pages('/messages/me?')).toEqual(said.filter((content) => content.startsWith('k')).toReversed());
    await messages.record(memberRemoved(rooms[0] ?? '', kay));
    expect(await pages('/messages?')).toEqual(said.filter((content) => content.startsWith('k')).toReversed());
    expect((await call('GET', '/messages?cursor=nonsense')).status).toBe(400);
  });
});
