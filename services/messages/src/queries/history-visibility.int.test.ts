import { randomUUID } from 'node:crypto';
import { type LogEvent, type PublishedRoomEvent, searchMessagesQuerySchema } from '@parley/contracts';
import { loadStream } from '@parley/event-store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command, createMessagesFixture, knownAs, type MessagesFixture, memberRemoved } from '../fixture/messages-fixture.ts';
import { indexMessages } from '../projections/search-documents/index-messages.ts';
import { createUserProfiles } from '../projections/users/user-profiles.ts';
import { createToPublished } from '../publish/to-published.ts';
import { listMessages } from './list-messages/list-messages.ts';
import { memberRooms } from './member-rooms/member-rooms.ts';
import { readRoomLog } from './read-room-log/read-room-log.ts';
import { recentMessages } from './recent-messages/recent-messages.ts';
import { createReplyPreviews } from './reply-previews.ts';
import { requireMembership } from './require-membership.ts';
import { roomActivity } from './room-activity/room-activity.ts';
import { searchMessages } from './search-messages/search-messages.ts';

let messages: MessagesFixture;
const [ada, grace, linus] = [randomUUID(), randomUUID(), randomUUID()];
const at = '2026-11-20T12:00:00.000Z';

beforeAll(async () => {
  messages = await createMessagesFixture();
  await knownAs(messages.db, { ada, grace, linus });
});
afterAll(() => messages.stop());

const sources = () => {
  const profiles = createUserProfiles({ db: messages.db, ask: async () => [] });
  return { db: messages.db, profiles, replies: createReplyPreviews(messages.db, profiles), replayWindow: 10_000 };
};
const membership = (userId: string, room: string) =>
  requireMembership({ db: messages.db, catchUpRooms: async () => undefined }, userId, room);

async function make(room: string, history_visibility: 'all' | 'joined'): Promise<void> {
  const settings = { picture_id: null, slow_mode_seconds: 0, history_visibility, shows_receipts: false };
  const data = { name: 'Room', description: null, ...settings };
  await messages.record({ type: 'room.details_changed', room_id: room, at, actor_id: ada, data } as PublishedRoomEvent);
}

async function add(room: string, user_id: string): Promise<void> {
  const data = { members: [{ user_id, role: 'member' }], via: 'added' };
  await messages.record({ type: 'room.members_added', room_id: room, at, actor_id: ada, data } as PublishedRoomEvent);
}

async function say(room: string, content: string, reply_to?: string): Promise<{ id: string; seq: number }> {
  const [sent] = await messages.send(command(room, ada, { content, reply_to: (reply_to ?? null) as never }));
  if (!sent?.ok) throw new Error('not posted');
  return sent;
}

/** What a member sees of the room, by every way there is. */
async function seenBy(userId: string, room: string) {
  const { readableFrom } = await membership(userId, room);
  const history = await listMessages(sources(), room, { limit: 100, readableFrom });
  const fromStart = await listMessages(sources(), room, { after: 0, limit: 100, readableFrom });
  expect(fromStart).toEqual(history);
  const log = await readRoomLog(sources(), room, { after: Math.max(0, readableFrom - 1), limit: 500, readableFrom });
  if ('reset' in log) throw new Error('reset');
  const { rooms } = await roomActivity(sources(), userId, [room]);
  return { readableFrom, history: history.messages, log: log.events, lastMessage: rooms[0]?.last_message, unread: rooms[0]?.unread_count };
}

const texts = (events: readonly LogEvent[]) => events.flatMap((event) => (event.type === 'message.posted' ? event.data.content : []));

describe('a room whose history is visible from joining on', () => {
  it('shows nothing from before: not in history, log, list of rooms or quotes', async () => {
    const room = await messages.openRoom(ada, linus);
    await make(room, 'joined');
    const secret = await say(room, 'Secret');
    await add(room, grace);
    expect((await seenBy(grace, room)).lastMessage).toBeNull();

    await say(room, 'An answer to what came before', secret.id);
    const seen = await seenBy(grace, room);
    expect(seen.readableFrom).toBe(secret.seq + 1);
    expect(seen.history.map((one) => [one.message_type, one.message_type === 'text' ? one.content : '', one.reply_to])).toEqual([
      ['system', '', null],
      ['text', 'An answer to what came before', null],
    ]);
    expect(texts(seen.log)).toEqual(['An answer to what came before']);
    expect(JSON.stringify(seen)).not.toContain('Secret');
    expect([seen.lastMessage?.content, seen.unread]).toEqual(['An answer to what came before', 1]);

    const old = await seenBy(linus, room);
    expect(texts(old.log)).toEqual(['Secret', 'An answer to what came before']);
    expect(old.history.at(-1)?.reply_to?.content).toBe('Secret');
  });

  it('asks who replays from further back to start afresh', async () => {
    const room = await messages.openRoom(ada);
    await make(room, 'joined');
    await say(room, 'Before');
    await add(room, grace);
    const { readableFrom, head } = await membership(grace, room);
    const range = { limit: 500, readableFrom };
    expect(await readRoomLog(sources(), room, { after: readableFrom - 2, ...range })).toEqual({ reset: true, head });
    expect(await readRoomLog(sources(), room, { after: readableFrom - 1, ...range })).toMatchObject({ has_more: false });
  });

  it('gives those who come back what comes after their return, and nothing of the time before', async () => {
    const room = await messages.openRoom(ada, grace);
    await make(room, 'joined');
    await say(room, 'While she was in');
    await messages.record(memberRemoved(room, grace));
    await say(room, 'While she was away');
    await add(room, grace);
    await say(room, 'After her return');
    const seen = await seenBy(grace, room);
    expect(texts(seen.log)).toEqual(['After her return']);
    expect(seen.history.flatMap((one) => (one.message_type === 'text' ? one.content : []))).toEqual(['After her return']);
    const [ready] = await memberRooms(messages.db, grace, room);
    expect(ready).toMatchObject({ unread_count: 1, last_read_seq: seen.readableFrom });
  });

  it('quotes nothing in what leaves once for everybody, as long as somebody is in who may not look back', async () => {
    const room = await messages.openRoom(ada, linus);
    await make(room, 'joined');
    const secret = await say(room, 'Secret');
    const quote = async () => {
      const { seq } = await say(room, 'Look', secret.id);
      const [stored] = await loadStream(messages.db, room, { afterVersion: seq - 1, limit: 1 });
      const [published] = await createToPublished(sources())(stored ? [stored] : []);
      return JSON.parse(published?.payload ?? '').data.reply_to?.content ?? null;
    };
    expect(await quote()).toBe('Secret');
    await add(room, grace);
    expect(await quote()).toBeNull();
    await messages.record(memberRemoved(room, grace));
    expect(await quote()).toBe('Secret');
  });

  it('is not found nor listed among the newest by those who may not look back', async () => {
    const room = await messages.openRoom(ada, linus);
    await make(room, 'joined');
    await say(room, 'The walrus before');
    await add(room, grace);
    await say(room, 'The walrus after');
    const seenBy = async (userId: string) => {
      const { items } = await searchMessages(sources(), userId, searchMessagesQuerySchema.parse({ q: 'walrus', room_id: room }));
      const { items: recent } = await recentMessages(sources(), userId, { onlyOwn: false, limit: 50 });
      const contents = (list: ReadonlyArray<{ room_id: string; content: string }>) =>
        list.filter((one) => one.room_id === room).map((one) => one.content);
      return { found: contents(items.map((item) => item.message)).toSorted(), recent: contents(recent) };
    };
    const all = ['The walrus after', 'The walrus before'];
    await expect
      .poll(
        async () => {
          await indexMessages(messages.db);
          return seenBy(linus);
        },
        { timeout: 20_000 },
      )
      .toEqual({ found: all, recent: all });
    expect(await seenBy(grace)).toEqual({ found: ['The walrus after'], recent: ['The walrus after'] });
    await make(room, 'all');
    expect(await seenBy(grace)).toEqual({ found: all, recent: all });
  });

  it('opens as soon as the room is set so, and closes again', async () => {
    const room = await messages.openRoom(ada);
    await say(room, 'Before');
    await add(room, grace);
    expect(texts((await seenBy(grace, room)).log)).toEqual(['Before']);
    await make(room, 'joined');
    expect(texts((await seenBy(grace, room)).log)).toEqual([]);
    await make(room, 'all');
    expect(texts((await seenBy(grace, room)).log)).toEqual(['Before']);
  });
});
