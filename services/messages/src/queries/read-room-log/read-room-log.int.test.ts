import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command, createMessagesFixture, type MessagesFixture } from '../../fixture/messages-fixture.ts';
import { createUserProfiles } from '../../projections/users/user-profiles.ts';
import { createReplyPreviews } from '../reply-previews.ts';
import { readPublishedLog, readRoomLog } from './read-room-log.ts';

let messages: MessagesFixture;

beforeAll(async () => {
  messages = await createMessagesFixture();
});
afterAll(() => messages.stop());

describe("a closed room's log", () => {
  it('ends for gateways with the line that closes it, which clients do not see: without it, they asked for it for ever', async () => {
    const { db } = messages;
    const profiles = createUserProfiles({ db, ask: async () => [] });
    const sources = { db, profiles, replies: createReplyPreviews(db, profiles), replayWindow: 10_000 };
    const ada = randomUUID();
    const room = await messages.openRoom(ada);
    await messages.record({ type: 'room.deleted', room_id: room, at: '2026-11-20T12:00:00.000Z', actor_id: ada, data: {} } as never);

    const range = { after: 1, limit: 100 };
    const published = await readPublishedLog(sources, room, range);
    expect('events' in published && published.events.map(({ seq, type }) => [seq, type])).toEqual([
      [2, 'member.joined'],
      [3, 'room.closed'],
    ]);
    const shown = await readRoomLog(sources, room, { ...range, readableFrom: 1 });
    expect('events' in shown && shown.events.map(({ seq }) => seq)).toEqual([2]);
  });
});

describe('a client that was away', () => {
  it('replays as far back as the server keeps open, page by page; further back it is told to load from the head', async () => {
    const { db } = messages;
    const profiles = createUserProfiles({ db, ask: async () => [] });
    const sources = { db, profiles, replies: createReplyPreviews(db, profiles), replayWindow: 20 };
    const ada = randomUUID();
    const room = await messages.openRoom(ada);
    await messages.send(...Array.from({ length: 28 }, () => command(room, ada)));
    const read = (after: number, limit = 100) => readRoomLog(sources, room, { after, limit, readableFrom: 1 });
    expect(await read(9)).toEqual({ reset: true, head: 30 });
    const first = await read(10, 15);
    expect('events' in first && [first.events.map(({ seq }) => seq), first.head, first.has_more]).toEqual([
      Array.from({ length: 15 }, (_, index) => 11 + index),
      30,
      true,
    ]);
    const rest = await read(25, 15);
    expect('events' in rest && [rest.events.length, rest.has_more]).toEqual([5, false]);
    expect(await read(30)).toEqual({ events: [], head: 30, has_more: false });
    // Ahead of the log: what it remembers is of another time.
    expect(await read(31)).toEqual({ reset: true, head: 30 });
  });
});
