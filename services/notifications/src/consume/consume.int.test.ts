import { randomUUID, randomUUIDv7 } from 'node:crypto';
import { type Position, roomIdSchema, userIdSchema } from '@parley/contracts';
import { createDatabase, migrate } from '@parley/event-store';
import type { ConsumedEvent } from '@parley/messaging';
import { createLogger } from '@parley/service-kit';
import { createFakeClock, createTestDatabase, type TestDatabase } from '@parley/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { notificationsMigrations } from '../migrations.ts';
import { createChanges } from '../notices/tell-devices.ts';
import type { NotificationsDatabase, NotificationsTables, Trx } from '../notifications-database.ts';
import { keepDays, tidy } from '../tidy.ts';
import { createMessageEvents } from './message-events.ts';
import { createRoomEvents } from './room-events.ts';
import { createUserEvents } from './user-events.ts';

const clock = createFakeClock('2026-11-20T12:00:00.000Z');
const everyoneMax = 3;
let urls: TestDatabase;
let db: NotificationsDatabase;
let close: () => Promise<void>;
let catchUps = 0;
const connected = new Set<string>();

beforeAll(async () => {
  urls = await createTestDatabase('notifications');
  const log = createLogger({ service: 'notifications', level: 'silent' });
  await migrate({ ownerUrl: urls.ownerUrl, migrations: await notificationsMigrations(), log });
  ({ db, close } = createDatabase<NotificationsTables>({ url: urls.url, poolSize: 3, applicationName: 'test' }));
  changes = createChanges({ db, nats: { nc: { publish: () => undefined } } as never }, () => undefined);
});
afterAll(async () => {
  await close?.();
  await urls?.drop();
});

let changes: ReturnType<typeof createChanges>;
const person = () => userIdSchema.parse(randomUUID());
const place = () => roomIdSchema.parse(randomUUID());

function event(streamId: string, payload: { type: string; [field: string]: unknown }, eventId = randomUUIDv7()): ConsumedEvent {
  const position = '1-1' as Position;
  const at = clock.now().toISOString();
  const envelope = {
    service: 'rooms',
    streamId,
    version: 1,
    type: payload.type,
    eventId,
    schemaVersion: 1,
    position,
    previous: position,
  } as const;
  return { ...envelope, epoch: 'test', payload: JSON.stringify({ at, ...payload }) };
}

const within = (work: (trx: Trx) => Promise<void>) => db.transaction().execute(work);
const user = (consumed: ConsumedEvent) => within((trx) => createUserEvents({ changes, clock: clock.now })(trx, consumed));
const rooms = (consumed: ConsumedEvent) => within((trx) => createRoomEvents({ changes, clock: clock.now })(trx, consumed));

async function message(consumed: ConsumedEvent): Promise<void> {
  const catchUpRooms = async () => {
    catchUps += 1;
  };
  const { prepare, handle } = createMessageEvents({
    changes,
    clock: clock.now,
    catchUpRooms,
    everyoneMax,
    connectedAmong: async (userIds) => userIds.filter((userId) => connected.has(userId)),
  });
  await within(async (trx) => {
    await prepare(trx, [consumed]);
    await handle(trx, consumed);
  });
}

const posted = (roomId: string, senderId: string, more: object = {}) => {
  const quiet = { content: 'Hello', message_type: 'text', reply_to: null, mentions: [], mentions_everyone: null, is_deleted: false };
  return event(roomId, {
    type: 'message.posted',
    room_id: roomId,
    seq: 5,
    data: { id: randomUUID(), sender: { id: senderId }, ...quiet, ...more },
  });
};

async function openRoom(...members: string[]): Promise<string> {
  const room_id = place();
  const data = { type: 'group', name: 'Engines', members: members.map((user_id) => ({ user_id, role: 'member' })) };
  await rooms(event(room_id, { type: 'room.created', room_id, actor_id: members[0], data }));
  return room_id;
}

const ofPerson = (userId: string) =>
  db
    .selectFrom('notices as n')
    .innerJoin('causes as c', 'c.notice_id', 'n.notice_id')
    .select(['n.kind', 'c.detail', 'c.withdrawn', 'c.excerpt'])
    .where('n.user_id', '=', userId as never)
    .orderBy('c.cause')
    .execute();

describe('what auth tells', () => {
  it('of the security of an account is told to whom it belongs, each once', async () => {
    const ann = person();
    const notices = ['new_device', 'password_changed', 'mfa_enabled', 'mfa_disabled', 'passkey_added', 'passkey_removed'].map((kind) =>
      event(ann, { type: 'user.security_notice', user_id: ann, data: { kind } }),
    );
    for (const notice of [...notices, ...notices]) await user(notice);
    expect((await ofPerson(ann)).map(({ kind, detail }) => [kind, detail]).sort()).toEqual(
      ['mfa_disabled', 'mfa_enabled', 'new_device', 'passkey_added', 'passkey_removed', 'password_changed'].map((kind) => [
        'security',
        kind,
      ]),
    );
  });

  it('of the end of an account takes all of it along, and its requests with it', async () => {
    const [ann, bob] = [person(), person()];
    const registered = { username: 'ann', display_name: 'Ann', avatar_url: null };
    await user(event(ann, { type: 'user.registered', user_id: ann, data: registered }));
    const request = { request_id: randomUUID(), from_id: ann, to_id: bob };
    await rooms(event(randomUUID(), { type: 'friendship.requested', friendship_id: randomUUID(), actor_id: ann, data: request }));
    await rooms(event(randomUUID(), { type: 'user.blocked', actor_id: ann, data: { blocker_id: ann, blocked_id: bob } }));
    await openRoom(bob, ann);
    await user(event(ann, { type: 'user.deleted', user_id: ann, data: {} }));
    const tables = ['users', 'notices', 'causes', 'members', 'preferences', 'push_subscriptions'] as const;
    for (const table of tables) {
      const { rows } = await sql`select 1 from ${sql.table(table)} where user_id = ${ann}`.execute(db);
      expect([table, rows.length]).toEqual([table, 0]);
    }
    expect((await db.selectFrom('blocks').selectAll().where('blocker_id', '=', ann).execute()).length).toBe(0);
    expect(await ofPerson(bob)).toMatchObject([{ kind: 'friend_request', withdrawn: true }]);
  });

  it('that is not understood is a fault; what is not ours is none', async () => {
    const ann = person();
    await expect(user(event(ann, { type: 'user.security_notice', user_id: ann, data: { kind: 'unheard_of' } }))).rejects.toThrow();
    await user(event(ann, { type: 'user.something_new', user_id: ann }));
    await expect(message(event(place(), { type: 'message.deleted', data: {} }))).rejects.toThrow();
    await message(event(place(), { type: 'message.pinned', data: {} }));
  });
});

describe('a message', () => {
  it('to everybody in a room that is too large tells nobody; in others, all but its sender', async () => {
    const [ann, bob, cid, dee] = [person(), person(), person(), person()];
    const [small, large] = [await openRoom(ann, bob, cid), await openRoom(ann, bob, cid, dee)];
    await message(posted(large, ann, { mentions_everyone: 'room' }));
    expect((await ofPerson(dee)).map(({ kind }) => kind)).toEqual(['invitation']);
    await message(posted(small, ann, { mentions_everyone: 'room' }));
    expect((await ofPerson(cid)).map(({ kind }) => kind).sort()).toEqual(['invitation', 'invitation', 'mention']);
    expect(await ofPerson(ann)).toEqual([]);
    connected.add(bob).add(dee).add(ann);
    await message(posted(small, ann, { mentions_everyone: 'here' }));
    const mentions = async (userId: string) => (await ofPerson(userId)).filter(({ kind }) => kind === 'mention').length;
    expect([await mentions(bob), await mentions(cid), await mentions(dee)]).toEqual([2, 1, 0]);
  });

  it('is one cause, whatever it is besides, and heard of again after it was taken back is none', async () => {
    const [ann, bob] = [person(), person()];
    const room = await openRoom(ann, bob);
    const said = posted(room, ann, { mentions: [bob], mentions_everyone: 'room', reply_to: { sender: { id: bob } }, content: 'To forget' });
    const { id } = JSON.parse(said.payload).data;
    await message(said);
    await message(said);
    const deleted = event(room, { type: 'message.deleted', room_id: room, seq: 6, data: { id, message_seq: 5 } });
    await message(deleted);
    await message(said);
    await message(deleted);
    expect((await ofPerson(bob)).filter(({ kind }) => kind !== 'invitation')).toEqual([
      { kind: 'reply', detail: null, withdrawn: true, excerpt: null },
    ]);
  });

  it('that was said more than a week ago is no news', async () => {
    const [ann, bob] = [person(), person()];
    const room = await openRoom(ann, bob);
    const ago = (days: number) => new Date(clock.now().getTime() - days * 86_400_000).toISOString();
    for (const days of [8, 6]) {
      const said = posted(room, ann, { mentions: [bob], content: `${days}` });
      await message({ ...said, payload: JSON.stringify({ ...JSON.parse(said.payload), at: ago(days) }) });
    }
    expect((await ofPerson(bob)).map(({ excerpt }) => excerpt)).toEqual([null, '6']);
  });

  it('that only looks like a plain one is read', async () => {
    const [ann, bob] = [person(), person()];
    const room = await openRoom(ann, bob);
    const trick = '"mentions":[],"mentions_everyone":null,"reply_to":null';
    await message(posted(room, ann, { content: trick, mentions: [bob], mentions_everyone: 'here', reply_to: { sender: { id: bob } } }));
    expect((await ofPerson(bob)).map(({ kind }) => kind).sort()).toEqual(['invitation', 'reply']);
  });

  it('of a room that is not known here asks its owner once, and tells whom it names', async () => {
    const [ann, bob] = [person(), person()];
    const before = catchUps;
    await message(posted(place(), ann, { mentions: [bob] }));
    expect(catchUps).toBe(before + 1);
    expect(await ofPerson(bob)).toMatchObject([{ kind: 'mention' }]);
  });
});

it('what is old is forgotten', async () => {
  const [ann, bob] = [person(), person()];
  await message(posted(await openRoom(ann, bob), ann, { mentions: [bob] }));
  clock.advance((keepDays - 1) * 86_400_000);
  await tidy(db, clock.now());
  expect((await ofPerson(bob)).length).toBe(2);
  clock.advance(2 * 86_400_000);
  await tidy(db, clock.now());
  expect(await ofPerson(bob)).toEqual([]);
});
