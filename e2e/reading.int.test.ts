import { randomUUID } from 'node:crypto';
import { createParley } from '@parley/client';
import type { MessageSearchResult, ReadState, Receipts, RoomSummary } from '@parley/contracts';
import { createDatabase } from '@parley/event-store';
import { callApi, eventually, mustCallApi, registerUser, type Stack, sendMessage, startStack, type TestUser } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enter } from './src/raw-socket.ts';
import { createSettledGroup } from './src/settled-group.ts';

let stack: Stack;
let ada: TestUser;
let grace: TestUser;
let room: RoomSummary;

beforeAll(async () => {
  stack = await startStack({ gateways: 2, messages: 2 });
  [ada, grace] = await Promise.all([registerUser(stack, 'ada'), registerUser(stack, 'grace')]);
  room = await createSettledGroup(stack, ada, [grace], 'Reading room');
});
afterAll(() => stack.stop());

const gateway = (index: number) => stack.gatewayUrls[index] ?? '';

describe('a message', () => {
  it('can be found soon after it was sent, by those in the room, and no longer once it was deleted', async () => {
    const message = await sendMessage(stack, ada, { roomId: room.id, content: 'Die Größe der 東京 analytical_engine' });
    const search = (q: string, user: TestUser) =>
      mustCallApi<MessageSearchResult>(gateway(1), `/messages/search?q=${encodeURIComponent(q)}`, { token: user.accessToken });
    const found = await eventually('the message is found', async () => (await search('grosse', grace)).items[0], 5_000);
    expect(found.message).toEqual(message);
    expect(found.fragments).toEqual([{ text: message.content, marks: [{ start: 4, end: 9 }] }]);
    expect((await search('analytical_eng 東京', grace)).items).toHaveLength(1);
    const stranger = await registerUser(stack, 'stranger');
    expect((await search('analytical', stranger)).items).toEqual([]);
    const path = `/rooms/${room.id}/messages/${message.id}`;
    await mustCallApi(stack.url, path, { method: 'DELETE', token: ada.accessToken });
    expect((await search('analytical', grace)).items).toEqual([]);
  });

  it('with a file can be asked for, by its file or by its link', async () => {
    const parley = createParley({ url: gateway(0), refreshToken: ada.refreshToken });
    const file = await parley.media.upload(new File(['weights and measures'], 'tables.txt'));
    const send = (content: string, attachment_ids: string[] = []) =>
      parley.messages.send(room.id, { client_id: randomUUID(), content, attachment_ids });
    const withFile = await send('the babbage tables', [file.id]);
    const withLink = await send('babbage at https://example.org/tables');
    await send('babbage alone');
    const search = (query: { has?: 'file' | 'link' }) => parley.messages.search({ q: 'babbage', ...query });
    await eventually('all are found', async () => (await search({})).items.length === 3 || undefined, 5_000);
    const [found, ...rest] = (await search({ has: 'file' })).items;
    expect(found?.message).toMatchObject({ id: withFile.id, attachments: [{ id: file.id, name: 'tables.txt' }] });
    expect(rest).toEqual([]);
    expect((await search({ has: 'link' })).items.map((item) => item.message.id)).toEqual([withLink.id]);
  });

  it('is refused to be searched for by nobody, in rooms of others, and by nothing', async () => {
    expect((await callApi(stack.url, '/messages/search?q=x')).status).toBe(401);
    const other = await registerUser(stack, 'other');
    expect((await callApi(stack.url, `/messages/search?q=x&room_id=${room.id}`, { token: other.accessToken })).status).toBe(403);
    expect((await callApi(stack.url, '/messages/search?q=%21%21', { token: other.accessToken })).status).toBe(400);
    expect((await callApi(stack.url, `/rooms/${room.id}/receipts`, { token: other.accessToken })).status).toBe(403);
    const unread = { method: 'PUT', token: other.accessToken, body: { seq: 1 } } as const;
    expect((await callApi(stack.url, `/rooms/${room.id}/unread`, unread)).status).toBe(403);
    expect((await callApi(stack.url, '/admin/messages', { token: other.accessToken })).status).toBe(403);
    expect((await callApi(stack.url, `/admin/messages/${randomUUID()}`, { method: 'DELETE', token: other.accessToken })).status).toBe(403);
  });
});

describe('reading', () => {
  it('is taken back on all devices, and shown to the room where the room shows receipts', async () => {
    const { pool, close } = createDatabase({ url: stack.databases.messages.ownerUrl, poolSize: 1, applicationName: 'test' });
    await pool.query('update rooms set shows_receipts = true where room_id = $1', [room.id]);
    await close();
    const [writer, desk, phone] = await Promise.all([enter(gateway(0), ada), enter(gateway(0), grace), enter(gateway(1), grace)]);
    const first = await sendMessage(stack, ada, { roomId: room.id, content: 'one' });
    const second = await sendMessage(stack, ada, { roomId: room.id, content: 'two' });
    await desk.command('room.read', { room_id: room.id, seq: second.seq });
    await writer.receive('read.updated', (frame) => frame.data.user_id === grace.id && frame.data.last_read_seq === second.seq);
    const state = await mustCallApi<ReadState>(gateway(1), `/rooms/${room.id}/unread`, {
      method: 'PUT',
      token: grace.accessToken,
      body: { seq: first.seq },
    });
    expect(state).toMatchObject({ last_read_seq: first.seq, unread_count: 1, mention_count: 0 });
    const isBack = (frame: { data: { moved_back?: true | undefined; last_read_seq: number } }) =>
      frame.data.moved_back === true && frame.data.last_read_seq === first.seq;
    await Promise.all([desk.receive('read.updated', isBack), phone.receive('read.updated', isBack)]);
    const { shows_receipts, receipts } = await mustCallApi<Receipts>(stack.url, `/rooms/${room.id}/receipts`, { token: ada.accessToken });
    expect(shows_receipts).toBe(true);
    expect(receipts.find((receipt) => receipt.user_id === grace.id)?.last_read_seq).toBe(first.seq);
    // Who writes has read what they wrote after.
    await eventually(
      'the sender has read their own message',
      async () => {
        const now = await mustCallApi<Receipts>(stack.url, `/rooms/${room.id}/receipts`, { token: ada.accessToken });
        return now.receipts.find((receipt) => receipt.user_id === ada.id && receipt.last_read_seq >= second.seq);
      },
      5_000,
    );
    for (const socket of [writer, desk, phone]) socket.close();
  });
});
