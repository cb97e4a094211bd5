import { randomUUID } from 'node:crypto';
import { applyEvents, applyHistory, openRoomState, type RoomState } from '@parley/client';
import type { History, LogEvent, Message, MessageVersions, ReadyRoom, RoomEvents, RoomSummary } from '@parley/contracts';
import { callApi, mustCallApi, registerUser, type Stack, startStack, type TestUser } from '@parley/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enter } from './src/raw-socket.ts';
import { createSettledGroup } from './src/settled-group.ts';

let stack: Stack;
let people: TestUser[];

beforeAll(async () => {
  stack = await startStack({ gateways: 2 });
  people = await Promise.all(['ada', 'grace', 'linus'].map((name) => registerUser(stack, name)));
});
afterAll(() => stack?.stop());

const person = (index: number): TestUser => {
  const found = people[index % people.length];
  if (!found) throw new Error('nobody');
  return found;
};
const openRoom = () => createSettledGroup(stack, person(0), people.slice(1), 'Engine room');
const history = (room: RoomSummary) =>
  mustCallApi<History>(stack.url, `/rooms/${room.id}/messages?limit=100`, { token: person(0).accessToken });

async function eventsAfter(room: RoomSummary, after: number): Promise<LogEvent[]> {
  const page = await mustCallApi<RoomEvents>(stack.url, `/rooms/${room.id}/events?after=${after}&limit=500`, {
    token: person(0).accessToken,
  });
  if ('reset' in page || page.has_more) throw new Error('not all of the log');
  return page.events;
}

/** What a client shows that opened the room when `page` was read. */
function openedWith(page: History, room: RoomSummary): RoomState {
  const ready = { id: room.id, type: 'group', head: page.head, last_read_seq: 0, unread_count: 0 } as ReadyRoom;
  return applyHistory(openRoomState(ready, person(0).id), page.head + 1, page);
}
const linesOf = (state: RoomState) => state.timeline.map((entry) => (entry.kind === 'message' ? entry.message : entry.event));

type Step = { kind: number; who: number; target: number; value: number };
const emojis = ['👍', '🎉', ':parrot:'];

/** One step, as the API takes it. Refusals are part of the game: not everybody may do everything. */
async function perform(room: RoomSummary, { kind, who, target, value }: Step, ids: string[]): Promise<void> {
  const token = person(who).accessToken;
  const id = ids[target % Math.max(1, ids.length)];
  const base = `/rooms/${room.id}/messages`;
  if (kind < 3 || !id) {
    const names = ['', ` @${person(0).username}`, ' @here', ` \`@${person(0).username}\``];
    const body = { client_id: randomUUID(), content: `message ${value}${names[value % 4]}`, ...(kind === 1 && id ? { reply_to: id } : {}) };
    const posted = await callApi<Message>(stack.url, base, { token, body });
    if (posted.status === 201) ids.push(posted.body.id);
    return;
  }
  const path = `${base}/${id}`;
  const reaction = `${path}/reactions/${encodeURIComponent(emojis[value % 3] ?? '')}`;
  const [method, at, body] = (
    [
      ['PATCH', path, { content: `edit ${value} @${person(value).username}` }],
      ['DELETE', path],
      ['PUT', `${path}/pin`],
      ['DELETE', `${path}/pin`],
      ['PUT', reaction],
      ['PUT', reaction],
      ['DELETE', reaction],
    ] as const
  )[kind - 3] ?? ['PUT', reaction];
  const { status } = await callApi(stack.url, at, { method, token, ...(body ? { body } : {}) });
  expect([200, 400, 403, 404, 409]).toContain(status);
}

describe('a snapshot of a room and the events after it', () => {
  it('are the snapshot taken later, whatever happened in between', async () => {
    const steps = fc.array(fc.record<Step>({ kind: fc.nat(9), who: fc.nat(2), target: fc.nat(40), value: fc.nat(40) }), {
      minLength: 20,
      maxLength: 35,
    });
    await fc.assert(
      fc.asyncProperty(steps, async (asked) => {
        const room = await openRoom();
        const ids: string[] = [];
        const snapshots: History[] = [await history(room)];
        for (const [index, step] of asked.entries()) {
          await perform(room, step, ids);
          if (index % 7 === 3) snapshots.push(await history(room));
        }
        const now = linesOf(openedWith(await history(room), room));
        for (const page of snapshots) {
          const state = applyEvents(openedWith(page, room), await eventsAfter(room, page.head));
          expect(linesOf(state)).toEqual(now);
        }
      }),
      { numRuns: 8, endOnFailure: true },
    );
  }, 180_000);
});

describe('changing messages over a socket', () => {
  it('tells everybody in the order of the log, and answers with its seq', async () => {
    const room = await openRoom();
    const [ada, grace] = await Promise.all([enter(stack.gatewayUrls[0] ?? '', person(0)), enter(stack.gatewayUrls[1] ?? '', person(1))]);
    const at = { room_id: room.id };
    const { id, seq } = (await ada.command('message.send', { ...at, client_id: randomUUID(), content: 'First' })) as {
      id: string;
      seq: number;
    };
    const about = { ...at, message_id: id };
    expect(await ada.command('message.edit', { ...about, content: 'Second' })).toEqual({ seq: seq + 1 });
    expect(await grace.command('reaction.add', { ...about, emoji: '👍' })).toEqual({ seq: seq + 2 });
    expect(await grace.command('reaction.add', { ...about, emoji: '👍' })).toEqual({ seq: seq + 2 });
    expect(await grace.command('reaction.remove', { ...about, emoji: '👍' })).toEqual({ seq: seq + 3 });
    expect(await ada.command('message.delete', about)).toEqual({ seq: seq + 4 });
    await grace.receive('message.deleted', (frame) => frame.seq === seq + 4);
    const seen = grace.frames.flatMap((frame) => ('seq' in frame && frame.room_id === room.id && frame.seq >= seq ? [frame.type] : []));
    expect(seen).toEqual(['message.posted', 'message.edited', 'reaction.added', 'reaction.removed', 'message.deleted']);
    await expect(ada.command('message.edit', { ...about, content: 'Late' })).rejects.toThrow('message_deleted');
    await expect(grace.command('reaction.add', { ...about, emoji: 'thumb' })).rejects.toThrow('validation_failed');
    ada.close();
    grace.close();
  });
});

describe('changing messages over HTTP', () => {
  it('shows the history of an edited message, its thread and the pins of the room', async () => {
    const room = await openRoom();
    const base = `/rooms/${room.id}/messages`;
    const token = person(0).accessToken;
    const post = (content: string, reply_to?: string) =>
      mustCallApi<Message>(stack.url, base, { token, body: { client_id: randomUUID(), content, ...(reply_to ? { reply_to } : {}) } });
    const message = await post('First');
    const reply = await post('An answer', message.id);
    const path = `${base}/${message.id}`;
    const edited = await mustCallApi<Message>(stack.url, path, { method: 'PATCH', token, body: { content: 'Second' } });
    expect(edited).toMatchObject({ content: 'Second', is_edited: true, reply_count: 1 });
    const { versions } = await mustCallApi<MessageVersions>(stack.url, `${path}/history`, { token });
    expect(versions.map((version) => version.content)).toEqual(['First', 'Second']);
    const thread = await mustCallApi<History>(stack.url, `${path}/replies`, { token });
    expect(thread.messages.map(({ id, reply_to }) => [id, reply_to?.content])).toEqual([[reply.id, 'Second']]);
    await mustCallApi(stack.url, `${path}/pin`, { method: 'PUT', token });
    const pins = await mustCallApi<{ pins: Array<{ message: Message }> }>(stack.url, `/rooms/${room.id}/pins`, { token });
    expect(pins.pins.map((pin) => pin.message.id)).toEqual([message.id]);
  });

  it('refuses what is not allowed, with its reason', async () => {
    const room = await openRoom();
    const base = `/rooms/${room.id}/messages`;
    const [owner, member] = [person(0).accessToken, person(1).accessToken];
    const message = await mustCallApi<Message>(stack.url, base, { token: owner, body: { client_id: randomUUID(), content: 'Mine' } });
    const path = `${base}/${message.id}`;
    const refused = async (token: string, method: string, at: string, body?: unknown) =>
      (await callApi<{ code: string }>(stack.url, at, { method, token, ...(body ? { body } : {}) })).body.code;
    expect(await refused(member, 'PATCH', path, { content: 'Yours' })).toBe('forbidden');
    expect(await refused(member, 'DELETE', path)).toBe('forbidden');
    expect(await refused(owner, 'PATCH', path, { content: ' ' })).toBe('validation_failed');
    expect(await refused(member, 'PUT', `${path}/reactions/thumb`)).toBe('validation_failed');
    expect(await refused(member, 'PUT', `${base}/${randomUUID()}/pin`)).toBe('not_found');
    const files = { client_id: randomUUID(), content: '', attachment_ids: [] };
    expect(await refused(member, 'POST', base, files)).toBe('validation_failed');
  });
});
