import { type Chat, connect, memoryPersistence, type Parley, ParleyError } from '@parley/client';
import { assertNever, type Message } from '@parley/contracts';
import type { TestUser } from '@parley/testing';
import type { Change, FinalView, PersonHistory } from '../history/history.ts';
import type { Random } from '../random.ts';
import { lineOf } from './line.ts';
import { createRecorder } from './recorder.ts';

export type Person = ReturnType<typeof createPerson>;

/** How many of the newest lines are compared with what a fresh client reads. */
export const comparedLines = 50;

/** Somebody with the real SDK, on a device that can be switched off in the middle of anything. It connects at once. */
export function createPerson({ user, parley, random }: { user: TestUser; parley: Parley; random: Random }) {
  const persistence = memoryPersistence();
  const recorder = createRecorder();
  let chat = open();
  let said = 0;
  let isLoggedOut = false;

  function open(): Chat {
    const opened = connect({
      url: parley.url,
      token: parley.session,
      parley,
      persistence,
      resume: true,
      cache: true,
      keepPerRoom: comparedLines,
      backoff: { baseMs: 100, capMs: 1_000 },
      commandTimeoutMs: 5_000,
    });
    opened.on('event', recorder.shown);
    for (const fresh of ['added', 'removed', 'reset'] as const) opened.on(fresh, ({ roomId }) => recorder.begin(roomId));
    return opened;
  }

  return {
    id: user.id,
    parley,
    recorder,
    isOnline: () => chat.connection.getSnapshot().phase === 'online',
    roomIds: () => [...chat.rooms.getSnapshot().keys()],
    seqOf: (roomId: string) => chat.room(roomId).getSnapshot()?.seq,
    unsent: () => chat.outbox.getSnapshot().filter(({ state }) => state === 'sending').length,

    say(roomId: string): void {
      said += 1;
      const what = { personId: user.id, roomId, clientId: crypto.randomUUID(), content: `${user.username} says ${said}` };
      const attempt = recorder.attempt(what);
      chat.send(roomId, what.content, { clientId: what.clientId }).then(
        ({ id, seq }) => {
          attempt.outcome = { kind: 'acknowledged', at: performance.now(), id, seq };
        },
        (error: unknown) => {
          const code = error instanceof ParleyError ? error.code : String(error);
          attempt.outcome = { kind: 'refused', at: performance.now(), code };
        },
      );
    },
    /** Does something to one of the last messages. */
    change(roomId: string): void {
      const recent = recentMessages(chat, roomId);
      if (recent.length === 0) return;
      const message = random.pick(recent);
      const wish = wishFor(message.sender.id === user.id, random);
      said += 1;
      const what = wish.kind === 'edit' ? { kind: wish.kind, content: `${user.username} corrects ${said}` } : wish;
      const change = recorder.change({ personId: user.id, roomId, messageId: message.id, what });
      // Refused (deleted meanwhile), or lost to a fault: what came of it is for the log to tell.
      carryOut(chat, roomId, message.id, what).then(
        () => {
          change.outcome = 'done';
        },
        () => undefined,
      );
    },
    /** On the server: this device hears of it as every other does. */
    markUnread(roomId: string): void {
      const seq = chat.room(roomId).getSnapshot()?.lastReadSeq ?? 0;
      parley.messages.markUnread(roomId, Math.max(0, seq - random.between(1, 10))).catch(() => undefined);
    },
    read(roomId: string): void {
      chat.markRead(roomId);
    },
    type(roomId: string): void {
      chat.startTyping(roomId);
    },
    /** The device dies and another program starts on it, with what was kept on its disk. */
    async restartClient(): Promise<void> {
      const dying = chat;
      recorder.carryOver();
      await dying.close();
      chat = open();
    },
    /** Who was logged out, which nobody should be, comes back in to be asked what they see. */
    async makeSureOfSession(): Promise<void> {
      isLoggedOut = parley.session.state.getSnapshot().status === 'signed_out';
      if (isLoggedOut) await parley.auth.login({ email: user.email, password: user.password });
    },
    /** One of the rooms that the client has. */
    someRoom: () => {
      const rooms = [...chat.rooms.getSnapshot().keys()];
      return rooms.length === 0 ? undefined : random.pick(rooms);
    },
    history: (): PersonHistory => ({ personId: user.id, isLoggedOut, stretches: recorder.stretches, finalViews: finalViewsOf(chat) }),
    close: () => chat.close(),
  };
}

/** The last messages that the device shows and that are not deleted. */
function recentMessages(chat: Chat, roomId: string): Message[] {
  const lines = chat.room(roomId).getSnapshot()?.timeline.slice(-10) ?? [];
  return lines.flatMap((line) => (line.kind === 'message' && !line.message.is_deleted ? [line.message] : []));
}

type Wish = { kind: 'edit' } | { kind: 'delete' | 'pin' | 'unpin' } | { kind: 'react' | 'unreact'; emoji: string };

const emojis = ['👍', '🎉', '👀'];

function wishFor(isOwn: boolean, random: Random): Wish {
  if (isOwn && random.chance(0.6)) return { kind: random.chance(0.6) ? 'edit' : 'delete' };
  if (random.chance(0.15)) return { kind: random.chance(0.5) ? 'pin' : 'unpin' };
  return { kind: random.chance(0.6) ? 'react' : 'unreact', emoji: random.pick(emojis) };
}

function carryOut(chat: Chat, roomId: string, id: string, what: Change['what']): Promise<void> {
  switch (what.kind) {
    case 'edit':
      return chat.editMessage(roomId, id, what.content);
    case 'delete':
      return chat.deleteMessage(roomId, id);
    case 'pin':
      return chat.pin(roomId, id);
    case 'unpin':
      return chat.unpin(roomId, id);
    case 'react':
      return chat.react(roomId, id, what.emoji);
    case 'unreact':
      return chat.unreact(roomId, id, what.emoji);
    default:
      return assertNever(what);
  }
}

function finalViewsOf(chat: Chat): FinalView[] {
  return [...chat.rooms.getSnapshot().values()].map(({ id, seq, unreadCount, lastReadSeq, timeline }) => ({
    roomId: id,
    seq,
    unreadCount,
    lastReadSeq,
    lines: timeline.slice(-comparedLines).flatMap((entry) => (entry.kind === 'message' ? [lineOf(entry.message)] : [])),
  }));
}
