import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMessagesFixture, type MessagesFixture } from '../../fixture/messages-fixture.ts';
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
    const profiles = createUserProfiles({ db, catchUp: async () => undefined });
    const sources = { db, profiles, replies: createReplyPreviews(db, profiles) };
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
