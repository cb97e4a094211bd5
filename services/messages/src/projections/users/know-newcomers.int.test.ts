import { randomUUID } from 'node:crypto';
import type { Position, PublishedRoomEvent } from '@parley/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMessagesFixture, type MessagesFixture, memberRemoved, roomCreated } from '../../fixture/messages-fixture.ts';
import { createKnowNewcomers } from './know-newcomers.ts';

let messages: MessagesFixture;

beforeAll(async () => {
  messages = await createMessagesFixture();
});
afterAll(() => messages.stop());

const consumed = (event: PublishedRoomEvent, payload = JSON.stringify(event)) => ({
  service: 'rooms' as const,
  streamId: randomUUID(),
  version: 1,
  eventId: randomUUID(),
  type: event.type,
  schemaVersion: 1,
  position: '1-1' as Position,
  previous: '0-0' as Position,
  epoch: 'test',
  payload,
});

/** `auth` has just told of somebody, or is only asked for it now. */
const name = (user_id: string) =>
  messages.db
    .insertInto('users')
    .values({ user_id, username: `user_${user_id.slice(0, 8)}`, display_name: 'Somebody', avatar_url: null })
    .execute();

describe('whoever becomes a member', () => {
  it('has a name first: auth is asked once for all who have none', async () => {
    const [known, fresh, late] = [randomUUID(), randomUUID(), randomUUID()];
    await name(known);
    let asked = 0;
    const knowNewcomers = createKnowNewcomers({
      catchUpUsers: async () => {
        asked += 1;
        for (const id of [fresh, late]) await name(id);
      },
    });
    const events = [consumed(roomCreated(randomUUID(), [known, fresh])), consumed(roomCreated(randomUUID(), [known, late]))];
    await knowNewcomers(messages.db, events);
    const { length } = await messages.db.selectFrom('users').where('user_id', 'in', [fresh, late]).selectAll().execute();
    expect({ asked, length }).toEqual({ asked: 1, length: 2 });
    await knowNewcomers(messages.db, events);
    expect(asked).toBe(1);
  });

  it('waits no longer than a moment for auth, and not at all for its refusal', async () => {
    const event = consumed(roomCreated(randomUUID(), [randomUUID()]));
    const startedAt = performance.now();
    await createKnowNewcomers({ catchUpUsers: () => new Promise(() => undefined), maxWaitMs: 50 })(messages.db, [event]);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(45);
    await createKnowNewcomers({ catchUpUsers: () => Promise.reject(new Error('away')), maxWaitMs: 60_000 })(messages.db, [event]);
  });
});

it('nobody is asked about events that bring nobody, or that cannot be read', async () => {
  const knowNewcomers = createKnowNewcomers({ catchUpUsers: () => Promise.reject(new Error('asked')), maxWaitMs: 60_000 });
  const created = roomCreated(randomUUID(), [randomUUID()]);
  const before = messages.calls.statements;
  await knowNewcomers(messages.db, [consumed(memberRemoved(randomUUID(), randomUUID())), consumed(created, '{"type":"room.created"}')]);
  expect(messages.calls.statements - before).toBe(0);
});
