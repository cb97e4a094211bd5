import type { LogEvent } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { ParleyError } from './errors.ts';
import { settled } from './testing/manual-clock.ts';
import { me, other, person, posted, roomId } from './testing/samples.ts';
import { startChat } from './testing/start-chat.ts';

const phase = (chat: Awaited<ReturnType<typeof startChat>>['chat']) => chat.connection.getSnapshot().phase;

/** A session that hands out token-1, token-2, … */
function renewableTokens(clock: { now(): number }, lifetimeMs = 1_800_000) {
  let number = 1;
  let expiresAt = clock.now() + lifetimeMs;
  return {
    refreshes: () => number - 1,
    source: {
      get: async () => `token-${number}`,
      async refresh() {
        number += 1;
        expiresAt = clock.now() + lifetimeMs;
        return `token-${number}`;
      },
      expiresAt: () => expiresAt,
    },
  };
}

describe('connecting', () => {
  it('carries the token as a subprotocol and is online once ready', async () => {
    const { chat, server } = await startChat();
    expect(server.opened[0]).toEqual({ url: 'ws://parley.test/ws', protocols: ['parley.v1', 'bearer.token-1'] });
    expect(phase(chat)).toBe('online');
  });

  it('can carry the token in the first frame instead', async () => {
    const { chat, server } = await startChat({ sendTokenBy: 'hello' }, (prepared) => prepared.waitForHello());
    expect(server.opened[0]?.protocols).toEqual(['parley.v1']);
    expect(server.received[0]).toEqual({ type: 'hello', data: { token: 'token-1' } });
    expect(phase(chat)).toBe('online');
  });

  it('gives up an attempt that gets no answer, and tries again', async () => {
    const { chat, server, clock } = await startChat({}, (prepared) => prepared.behave('hangs'));
    await clock.advance(10_000);
    expect(phase(chat)).toBe('waiting');
    server.behave('answers');
    await clock.advance(500);
    expect(phase(chat)).toBe('online');
  });

  it('doubles the longest wait with every failure up to the cap', async () => {
    const { chat, clock } = await startChat({ backoff: { baseMs: 500, capMs: 3_000 } }, (prepared) => prepared.behave('refuses'));
    const waits: number[] = [];
    for (let failure = 0; failure < 5; failure += 1) {
      const state = chat.connection.getSnapshot();
      const wait = state.phase === 'waiting' ? state.retryAt - clock.now() : -1;
      waits.push(wait);
      await clock.advance(wait);
    }
    expect(waits).toEqual([500, 1_000, 2_000, 3_000, 3_000]);
  });

  it('starts with a short wait again after a connection that lasted', async () => {
    const { chat, server, clock } = await startChat({}, (prepared) => prepared.behave('refuses'));
    await clock.advance(3_000);
    server.behave('answers');
    await clock.advance(10_000);
    expect(phase(chat)).toBe('online');
    await clock.advance(6_000);
    server.close(1006);
    expect(chat.connection.getSnapshot()).toEqual({ phase: 'waiting', attempt: 1, retryAt: clock.now() + 500 });
  });

  it('does not wait for the timer when told that the network is back', async () => {
    const { chat, server } = await startChat({}, (prepared) => prepared.behave('refuses'));
    server.behave('answers');
    chat.nudge();
    await settled();
    expect(phase(chat)).toBe('online');
  });
});

describe('losing the connection', () => {
  it.each([
    ['a final code', 4409],
    ['a frame that could not be read', 4400],
    ['a foreign origin', 4403],
    ['a frame that was too large', 4413],
  ])('does not come back after %s', async (_name, code) => {
    const { chat, server, clock } = await startChat();
    server.close(code, 'because');
    await clock.advance(600_000);
    expect(chat.connection.getSnapshot()).toEqual({ phase: 'closed', code, reason: 'because' });
    expect(server.opened).toHaveLength(1);
  });

  it('keeps the reason that the server gave before it ended the session', async () => {
    const { chat, server } = await startChat();
    server.push({ type: 'session.ended', data: { reason: 'password_changed' } });
    server.close(4409, 'session_ended');
    expect(chat.connection.getSnapshot()).toEqual({ phase: 'closed', code: 4409, reason: 'password_changed' });
  });

  it.each([1001, 1006, 1012, 4408, 4429, 4451, 4999])('comes back after %i', async (code) => {
    const { chat, server, clock } = await startChat();
    server.close(code);
    expect(phase(chat)).toBe('waiting');
    await clock.advance(500);
    expect(phase(chat)).toBe('online');
  });

  it('waits as long as a draining server asked', async () => {
    const { chat, server, clock } = await startChat();
    server.push({ type: 'server.draining', data: { reconnect_after_ms: 3_000 } });
    await clock.advance(1_000);
    server.close(1012);
    expect(chat.connection.getSnapshot()).toMatchObject({ phase: 'waiting', retryAt: clock.now() + 2_000 });
    await clock.advance(2_000);
    expect(phase(chat)).toBe('online');
  });

  it('waits as long as a server asked that was asked too much', async () => {
    const { chat, server, clock } = await startChat();
    server.push({ type: 'error', id: 7, data: { code: 'too_many_requests', message: 'slower', retry_after_ms: 20_000 } });
    await clock.advance(1_000);
    server.close(4429);
    expect(chat.connection.getSnapshot()).toMatchObject({ phase: 'waiting', retryAt: clock.now() + 19_000 });
  });

  it('takes a new token after 4401', async () => {
    const tokens = renewableTokens({ now: () => 0 });
    const { server, clock } = await startChat({ token: tokens.source });
    server.close(4401);
    await clock.advance(500);
    expect(server.opened.at(-1)?.protocols[1]).toBe('bearer.token-2');
  });

  it('ends for good after 4401 when there is no other token', async () => {
    const { chat, server } = await startChat();
    server.close(4401, 'unauthenticated');
    expect(chat.connection.getSnapshot()).toMatchObject({ phase: 'closed', code: 4401 });
  });

  it('ends for good when the session is over', async () => {
    const over = () => Promise.reject(new ParleyError('refresh_token_invalid', 'over'));
    const { chat } = await startChat({ token: { get: over, refresh: over, expiresAt: () => undefined } });
    expect(chat.connection.getSnapshot()).toMatchObject({ phase: 'closed', code: 4401 });
  });

  it('suspects the token when upgrades keep being refused without a reason', async () => {
    const tokens = renewableTokens({ now: () => 0 });
    const { clock } = await startChat({ token: tokens.source }, (prepared) => prepared.behave('refuses'));
    await clock.advance(10_000);
    expect(tokens.refreshes()).toBe(1);
  });

  it('notices a silent loss and reconnects', async () => {
    const { chat, server, clock } = await startChat();
    server.vanish();
    await clock.advance(25_000 * 1.5 + 2_000);
    expect(phase(chat)).toBe('waiting');
  });

  it('stays while the server speaks, and answers heartbeats', async () => {
    const { chat, server, clock } = await startChat();
    for (let beat = 0; beat < 10; beat += 1) {
      await clock.advance(25_000);
      server.push({ type: 'heartbeat', data: { heads: {} } });
    }
    expect(phase(chat)).toBe('online');
    expect(server.commands('heartbeat')).toHaveLength(10);
    expect(server.opened).toHaveLength(1);
  });

  it('stops when closed', async () => {
    const { chat, server, clock } = await startChat();
    await chat.close();
    await clock.advance(60_000);
    expect(chat.connection.getSnapshot()).toEqual({ phase: 'closed', code: 1000, reason: 'stopped' });
    expect(server.opened).toHaveLength(1);
    expect(clock.pending()).toBe(0);
  });
});

describe('the access token', () => {
  it('is replaced on the open socket before it ends', async () => {
    const tokens = renewableTokens({ now: () => 1_700_000_000_000 }, 60_000);
    const { server, clock } = await startChat({ token: tokens.source });
    await clock.advance(48_000);
    expect(server.commands('auth.refresh').map(({ data }) => data)).toEqual([{ token: 'token-2' }]);
  });
});

describe('commands', () => {
  it('reject with the code that the server gave', async () => {
    const { chat, server } = await startChat();
    server.answer(() => ({ error: { code: 'too_many_requests', retry_after_ms: 700 } }));
    await expect(chat.request('presence.set', { status: 'away' })).rejects.toMatchObject({ code: 'too_many_requests', retryAfterMs: 700 });
  });

  it('fail as unavailable when the connection goes', async () => {
    const { chat, server } = await startChat();
    server.answer(() => 'silence');
    const asked = chat.request('presence.set', { status: 'away' });
    server.close(1006);
    await expect(asked).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('say typing once in two seconds however fast the keys', async () => {
    const { chat, server, clock } = await startChat();
    for (let key = 0; key < 20; key += 1) {
      chat.startTyping(roomId(1));
      await clock.advance(200);
    }
    chat.stopTyping(roomId(1));
    await settled();
    expect(server.commands('typing.start')).toHaveLength(2);
    expect(server.commands('typing.stop')).toHaveLength(1);
  });
});

describe('people', () => {
  it('are shown typing until they stop, post, or nothing more is heard', async () => {
    const { chat, server, clock } = await startChat({}, (prepared) => prepared.addRoom(roomId(1)));
    const typing = () => (chat.typing.getSnapshot().get(roomId(1)) ?? []).map((typist) => typist.username);
    const started = { type: 'typing.started', data: { room_id: roomId(1), user_id: other.id, username: 'grace' } };
    server.push(started);
    expect(typing()).toEqual(['grace']);
    server.log(posted(roomId(1), 1, other));
    expect(typing()).toEqual([]);
    server.push(started);
    await clock.advance(4_000);
    expect(typing()).toEqual([]);
  });
});

describe('reacting to a message', () => {
  const reactionsOf = (chat: Awaited<ReturnType<typeof startChat>>['chat'], room: string) => {
    const entry = chat.room(room).getSnapshot()?.timeline[0];
    return entry?.kind === 'message' ? entry.message.reactions : undefined;
  };
  const started = async () => {
    const room = roomId(1);
    const { chat, server } = await startChat({}, (prepared) => prepared.addRoom(room));
    const message = posted(room, 1, other);
    server.log(message);
    await settled();
    const added = {
      type: 'reaction.added',
      room_id: room,
      seq: 2,
      at: message.at,
      data: { id: message.data.id, message_seq: 1, emoji: '👍', user: me },
    };
    return { chat, server, room, id: message.data.id, added: added as LogEvent };
  };

  it('is shown at once, and counted once when its event comes', async () => {
    const { chat, server, room, id, added } = await started();
    const done = chat.react(room, id, '👍');
    expect(reactionsOf(chat, room)).toEqual([{ emoji: '👍', count: 1, user_ids: [me.id] }]);
    await done;
    server.log(added);
    await settled();
    expect(reactionsOf(chat, room)).toEqual([{ emoji: '👍', count: 1, user_ids: [me.id] }]);
    expect(server.received.at(-1)).toMatchObject({ type: 'reaction.add', data: { room_id: room, message_id: id, emoji: '👍' } });
  });

  it('is taken back when refused', async () => {
    const { chat, server, room, id } = await started();
    server.answer((command) => (command.type === 'reaction.add' ? { error: { code: 'message_deleted' } } : undefined));
    await expect(chat.react(room, id, '👍')).rejects.toMatchObject({ code: 'message_deleted' });
    expect(reactionsOf(chat, room)).toEqual([]);
  });

  it('stays when the connection was lost before the answer and the log tells that it was done', async () => {
    const { chat, server, room, id, added } = await started();
    server.answer((command) => (command.type === 'reaction.add' ? 'silence' : undefined));
    const done = chat.react(room, id, '👍');
    server.log(added);
    await settled();
    server.close(1006);
    await expect(done).rejects.toMatchObject({ code: 'unavailable' });
    expect(reactionsOf(chat, room)).toEqual([{ emoji: '👍', count: 1, user_ids: [me.id] }]);
  });

  it('stands where the log puts it once its event comes', async () => {
    const { chat, server, room, id, added } = await started();
    await chat.react(room, id, '👍');
    server.log({ ...added, data: { ...added.data, user: other } } as LogEvent);
    server.log({ ...added, seq: 3 } as LogEvent);
    await settled();
    expect(reactionsOf(chat, room)).toEqual([{ emoji: '👍', count: 2, user_ids: [other.id, me.id] }]);
  });

  it('is known as one of more than are listed, and taken back once', async () => {
    const { chat, server, room, id, added } = await started();
    const crowd = Array.from({ length: 150 }, (_, index) => person(10 + index));
    for (const [index, user] of crowd.entries()) server.log({ ...added, seq: 2 + index, data: { ...added.data, user } } as LogEvent);
    await chat.react(room, id, '👍');
    server.log({ ...added, seq: 152 } as LogEvent);
    await settled();
    expect(reactionsOf(chat, room)).toMatchObject([{ count: 151 }]);
    expect(reactionsOf(chat, room)?.[0]?.user_ids.at(-1)).toBe(me.id);
    await chat.unreact(room, id, '👍');
    expect(reactionsOf(chat, room)).toMatchObject([{ count: 150 }]);
    server.log({ ...added, seq: 153, type: 'reaction.removed' } as LogEvent);
    await settled();
    expect(reactionsOf(chat, room)).toMatchObject([{ count: 150 }]);
    expect(reactionsOf(chat, room)?.[0]?.user_ids).not.toContain(me.id);
  });

  it('asks for edits and deletions over the socket, and shows them once the log tells', async () => {
    const { chat, server, room, id } = await started();
    await chat.editMessage(room, id, 'Better');
    await chat.deleteMessage(room, id);
    expect(server.received.slice(-2)).toMatchObject([
      { type: 'message.edit', data: { room_id: room, message_id: id, content: 'Better' } },
      { type: 'message.delete', data: { room_id: room, message_id: id } },
    ]);
    await expect(chat.pin(room, id)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('sends files by their ids, with or without a text', async () => {
    const { chat, server, room } = await started();
    server.answer((command) => (command.type === 'message.send' ? { data: { id: 'm', seq: 2, created_at: 'now' } } : undefined));
    await chat.send(room, '', { attachmentIds: ['file-1'] });
    expect(server.received.at(-1)).toMatchObject({ type: 'message.send', data: { content: '', attachment_ids: ['file-1'] } });
  });
});
