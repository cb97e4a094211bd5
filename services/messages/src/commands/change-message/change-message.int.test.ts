import { randomUUID } from 'node:crypto';
import type { MessageChangeRequest } from '@parley/contracts';
import { loadStream } from '@parley/event-store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { command, createMessagesFixture, knownAs, type MessagesFixture } from '../../fixture/messages-fixture.ts';
import { createUserProfiles, type UserProfiles } from '../../projections/users/user-profiles.ts';
import { readMessageById } from '../../queries/find-message.ts';
import { listPins } from '../../queries/list-pins/list-pins-route.ts';
import { listReplies } from '../../queries/list-replies/list-replies-route.ts';
import { mayRead } from '../../queries/may-read/may-read.ts';
import { messageHistory } from '../../queries/message-history/message-history-route.ts';
import { rebuildMessages } from '../../rebuild-messages.ts';

let messages: MessagesFixture;
let profiles: UserProfiles;
const [ada, grace, linus] = [randomUUID(), randomUUID(), randomUUID()];

beforeAll(async () => {
  messages = await createMessagesFixture();
  profiles = createUserProfiles({ db: messages.db, ask: async () => [] });
  await knownAs(messages.db, { ada, grace, linus });
});
afterAll(() => messages.stop());

const shown = (room: string, id: string) => readMessageById({ db: messages.db, profiles }, room, id);
const codeOf = (work: Promise<unknown>) => work.then(() => 'done').catch((error: { code?: string }) => error.code);

async function post(room: string, sender: string, change: Parameters<typeof command>[2] = {}) {
  const [sent] = await messages.send(command(room, sender, change));
  if (!sent?.ok) throw new Error('not posted');
  return sent;
}

describe('an edited message', () => {
  it('shows its new text, keeps the old ones, and mentions whom it mentions now', async () => {
    const room = await messages.openRoom(ada, grace, linus);
    const { id, seq } = await post(room, ada, { content: 'Hello @grace' });
    await messages.change(ada, room, id, { kind: 'edit', content: 'Hello @grace and @linus' });
    await messages.change(ada, room, id, { kind: 'edit', content: 'Hello @linus, @room' });
    expect(await shown(room, id)).toMatchObject({
      content: 'Hello @linus, @room',
      is_edited: true,
      mentions: [linus],
      mentions_everyone: 'room',
    });
    const { versions } = await messageHistory(messages.db, { roomId: room, messageId: id, userId: grace });
    expect(versions.map((version) => [version.seq, version.content])).toEqual([
      [seq, 'Hello @grace'],
      [seq + 1, 'Hello @grace and @linus'],
      [seq + 2, 'Hello @linus, @room'],
    ]);
    const mentions = await messages.db.selectFrom('mentions').select('user_id').where('room_id', '=', room).execute();
    expect(mentions).toEqual([{ user_id: linus }]);
    const [last] = await loadStream(messages.db, room, { afterVersion: seq + 1, limit: 1 });
    expect(last?.data).toMatchObject({ previous: { mentions: [grace, linus].sort(), mentions_everyone: null } });
  });

  it('takes edits at the same moment one after the other', async () => {
    const room = await messages.openRoom(ada);
    const { id } = await post(room, ada);
    const texts = Array.from({ length: 12 }, (_, index) => `Version ${index}`);
    const seqs = await Promise.all(texts.map((content) => messages.change(ada, room, id, { kind: 'edit', content })));
    expect(new Set(seqs).size).toBe(12);
    const { versions } = await messageHistory(messages.db, { roomId: room, messageId: id, userId: ada });
    expect(versions).toHaveLength(13);
    expect((await shown(room, id)).content).toBe(versions.at(-1)?.content);
  });

  it('is refused to others, to strangers, and where there is no message', async () => {
    const room = await messages.openRoom(ada, grace);
    const { id } = await post(room, ada);
    const edit: MessageChangeRequest = { kind: 'edit', content: 'Mine' };
    expect(await codeOf(messages.change(grace, room, id, edit))).toBe('forbidden');
    expect(await codeOf(messages.change(linus, room, id, edit))).toBe('not_a_member');
    expect(await codeOf(messages.change(ada, randomUUID(), id, edit))).toBe('room_not_found');
    expect(await codeOf(messages.change(ada, room, randomUUID(), edit))).toBe('not_found');
  });
});

describe('a deleted message', () => {
  it('leaves nothing of its text in the read model or in any stored event, and beats a late edit', async () => {
    const room = await messages.openRoom(ada, grace);
    const file = {
      id: randomUUID(),
      name: 'secret.txt',
      media_type: 'text/plain',
      bytes: 1,
      width: null,
      height: null,
      has_thumbnail: false,
    };
    const { id, seq } = await post(room, grace, { content: 'secret one @ada', attachments: [file] } as never);
    const reply = await post(room, ada, { reply_to: id });
    await messages.change(grace, room, id, { kind: 'edit', content: 'secret two @ada' });
    await messages.change(ada, room, id, { kind: 'react', emoji: '👍' });
    await messages.change(ada, room, id, { kind: 'pin' });
    const deleting = messages.change(ada, room, id, { kind: 'delete' });
    const late = codeOf(messages.change(grace, room, id, { kind: 'edit', content: 'secret three' }));
    const deletedSeq = await deleting;
    expect(['done', 'message_deleted']).toContain(await late);
    expect(await codeOf(messages.change(grace, room, id, { kind: 'edit', content: 'secret four' }))).toBe('message_deleted');
    const gone = { content: '', is_deleted: true, is_edited: false, is_pinned: false, reactions: [], attachments: [], mentions: [] };
    expect(await shown(room, id)).toMatchObject(gone);
    expect((await shown(room, reply.id)).reply_to).toMatchObject({ id, content: '', is_deleted: true });
    const { rows } = await messages.pool.query(
      `select string_agg(e::text, '') || (select string_agg(m::text, '') from messages m) ||
        (select coalesce(string_agg(v::text, ''), '') from message_versions v) || (select string_agg(s::text, '') from mentions s) as everything from events e`,
    );
    expect(rows[0].everything).not.toContain('secret');
    const due = await messages.db.selectFrom('broker_erasures').selectAll().where('room_id', '=', room).orderBy('seq').execute();
    expect(due.map((row) => row.seq)).toEqual(expect.arrayContaining([seq, reply.seq, seq + 2]));
    expect(due.every((row) => row.deleted_seq === (deletedSeq > 0 ? row.deleted_seq : 0) && row.deleted_seq > seq)).toBe(true);
  });

  it('can be deleted again without a further event, and still answers to its client_id', async () => {
    const room = await messages.openRoom(ada);
    const asked = command(room, ada);
    const [sent] = await messages.send(asked);
    if (!sent?.ok) throw new Error('not posted');
    const seq = await messages.change(ada, room, sent.id, { kind: 'delete' });
    expect(await messages.change(ada, room, sent.id, { kind: 'delete' })).toBe(seq);
    expect(await messages.send({ ...asked })).toEqual([{ ...sent, duplicate: true }]);
  });

  it('can no longer be answered, and counts no more among replies', async () => {
    const room = await messages.openRoom(ada);
    const parent = await post(room, ada);
    const [one, two] = [await post(room, ada, { reply_to: parent.id }), await post(room, ada, { reply_to: parent.id })];
    expect((await shown(room, parent.id)).reply_count).toBe(2);
    await messages.change(ada, room, one.id, { kind: 'delete' });
    expect((await shown(room, parent.id)).reply_count).toBe(1);
    const thread = await listReplies({ db: messages.db, profiles }, { roomId: room, messageId: parent.id, after: 0, limit: 10 });
    expect(thread.messages.map((message) => message.id)).toEqual([two.id]);
    expect(await messages.send(command(room, ada, { reply_to: one.id }))).toMatchObject([{ code: 'validation_failed' }]);
  });

  it('is no more to be read by those who look at its files', async () => {
    const room = await messages.openRoom(ada, grace);
    const { id, seq } = await post(room, ada);
    expect(await mayRead(messages.db, grace, room, seq)).toBe(true);
    expect(await mayRead(messages.db, linus, room, seq)).toBe(false);
    await messages.change(ada, room, id, { kind: 'delete' });
    expect(await mayRead(messages.db, grace, room, seq)).toBe(false);
  });
});

describe('a thread', () => {
  it('is paged in order, and its previews follow what they answer', async () => {
    const room = await messages.openRoom(ada);
    const parent = await post(room, ada, { content: 'First' });
    const replies = [];
    for (let index = 0; index < 5; index += 1) replies.push(await post(room, ada, { reply_to: parent.id }));
    await messages.change(ada, room, parent.id, { kind: 'edit', content: 'Second' });
    const page = { roomId: room, messageId: parent.id, limit: 2 };
    const first = await listReplies({ db: messages.db, profiles }, { ...page, after: 0 });
    const rest = await listReplies({ db: messages.db, profiles }, { ...page, after: Number(first.next_cursor), limit: 10 });
    expect([...first.messages, ...rest.messages].map((message) => message.id)).toEqual(replies.map((reply) => reply.id));
    expect([first.has_more, rest.has_more, rest.next_cursor]).toEqual([true, false, null]);
    expect(first.messages[0]?.reply_to).toMatchObject({ content: 'Second', is_deleted: false });
  });
});

describe('reactions and pins', () => {
  it('of hundreds who reacted one way list the first hundred, and whoever looks, as long as they did', async () => {
    const room = await messages.openRoom(ada, grace);
    const { id, seq } = await post(room, ada);
    const crowd = Array.from({ length: 120 }, () => randomUUID());
    await messages.pool.query(
      `insert into reactions (room_id, message_seq, emoji, user_id, seq)
        select $1, $2, '👍', user_id, -1000 + nr from unnest($3::uuid[]) with ordinality as people (user_id, nr)`,
      [room, seq, crowd],
    );
    await messages.pool.query(
      `insert into reaction_kinds (room_id, message_seq, emoji, first_seq, count) values ($1, $2, '👍', -999, 120)`,
      [room, seq],
    );
    await messages.change(grace, room, id, { kind: 'react', emoji: '👍' });
    const seenBy = async (userId: string) => (await readMessageById({ db: messages.db, profiles }, room, id, { userId })).reactions[0];
    expect(await seenBy(ada)).toEqual({ emoji: '👍', count: 121, user_ids: crowd.slice(0, 100) });
    expect(await seenBy(grace)).toEqual({ emoji: '👍', count: 121, user_ids: [...crowd.slice(0, 100), grace] });
    expect(await seenBy(crowd[7] ?? '')).toEqual({ emoji: '👍', count: 121, user_ids: crowd.slice(0, 100) });
    await messages.change(grace, room, id, { kind: 'unreact', emoji: '👍' });
    expect(await seenBy(grace)).toEqual({ emoji: '👍', count: 120, user_ids: crowd.slice(0, 100) });
    // The crowd's reactions are in no event: with the message they go before all of it is built again from the events.
    await messages.change(ada, room, id, { kind: 'delete' });
  });

  it('count each person once for a kind, in the order in which the kinds came', async () => {
    const room = await messages.openRoom(ada, grace);
    const { id, seq } = await post(room, ada);
    await messages.change(ada, room, id, { kind: 'react', emoji: '🎉' });
    await messages.change(grace, room, id, { kind: 'react', emoji: '👍' });
    await messages.change(grace, room, id, { kind: 'react', emoji: '🎉' });
    expect(await messages.change(grace, room, id, { kind: 'react', emoji: '🎉' })).toBe(seq + 3);
    expect((await shown(room, id)).reactions).toEqual([
      { emoji: '🎉', count: 2, user_ids: [ada, grace] },
      { emoji: '👍', count: 1, user_ids: [grace] },
    ]);
    await messages.change(ada, room, id, { kind: 'unreact', emoji: '🎉' });
    await messages.change(grace, room, id, { kind: 'unreact', emoji: '🎉' });
    expect((await shown(room, id)).reactions).toEqual([{ emoji: '👍', count: 1, user_ids: [grace] }]);
    expect((await loadStream(messages.db, room, { limit: 100 })).length).toBe(seq + 5);
  });

  it('of everybody at once are all counted', async () => {
    const crowd = Array.from({ length: 15 }, () => randomUUID());
    const room = await messages.openRoom(...crowd);
    const { id } = await post(room, crowd[0] ?? '');
    await Promise.all(crowd.map((person) => messages.change(person, room, id, { kind: 'react', emoji: '👍' })));
    expect((await shown(room, id)).reactions).toMatchObject([{ emoji: '👍', count: 15 }]);
  });

  it('are listed with who pinned, the newest first', async () => {
    const room = await messages.openRoom(ada, grace);
    const [one, two] = [await post(room, ada), await post(room, ada)];
    await messages.change(ada, room, one.id, { kind: 'pin' });
    await messages.change(grace, room, two.id, { kind: 'pin' });
    const { pins } = await listPins({ db: messages.db, profiles }, room, { readableFrom: 1 });
    expect(pins.map((pin) => [pin.message.id, pin.message.is_pinned, pin.pinned_by.username])).toEqual([
      [two.id, true, 'grace'],
      [one.id, true, 'ada'],
    ]);
    await messages.change(ada, room, two.id, { kind: 'unpin' });
    expect((await shown(room, two.id)).is_pinned).toBe(false);
  });
});

describe('the read model after all of that', () => {
  it('built again from the events is what the live one is, row by row', async () => {
    const report = await rebuildMessages({ ownerUrl: messages.urls.ownerUrl, swap: false, log: messages.log });
    expect(report.tables.filter(({ missing, surplus }) => missing + surplus > 0)).toEqual([]);
    expect(report.tables.map(({ table }) => table)).toEqual(expect.arrayContaining(['message_versions', 'reactions', 'pins']));
  });
});
