import type { ControlFrame, Presence, PresenceStatus } from '@parley/contracts';
import { limits } from '@parley/contracts/limits';
import type { Clock } from '../clock.ts';
import { createStore, type Store } from '../store.ts';

export type Typist = { readonly userId: string; readonly username: string };
export type PresenceNow = {
  readonly status: PresenceStatus;
  readonly lastSeenAt: string | null;
  /** What they say they are doing. */
  readonly statusText?: string;
};

export type People = {
  /** Who is typing, by room. */
  typing: Store<ReadonlyMap<string, readonly Typist[]>>;
  /** By user id; who is missing has not been heard of. */
  presence: Store<ReadonlyMap<string, PresenceNow>>;
  receive(frame: ControlFrame): void;
  /** What was read over HTTP. */
  know(items: readonly Presence[]): void;
  /** A message from someone ends their typing at once. */
  stopTyping(roomId: string, userId: string): void;
  /** Nobody is known to type while nothing is heard. */
  forgetTyping(): void;
};

/** A lost `typing.stopped` must not leave someone typing for ever; a little more than the server's own expiry. */
const typingShownMs = limits.typingTtlMs + 1_000;

/** Signals of the moment: worth showing while they last, never stored. */
export function createPeople(clock: Clock): People {
  const typing = createStore<ReadonlyMap<string, readonly Typist[]>>(new Map());
  const presence = createStore<ReadonlyMap<string, PresenceNow>>(new Map());
  const expiries = new Map<string, () => void>();

  const stopTyping = (roomId: string, userId: string) => {
    expiries.get(`${roomId} ${userId}`)?.();
    expiries.delete(`${roomId} ${userId}`);
    const typists = typing.getSnapshot().get(roomId);
    if (!typists?.some((typist) => typist.userId === userId)) return;
    typing.update((rooms) =>
      new Map(rooms).set(
        roomId,
        typists.filter((typist) => typist.userId !== userId),
      ),
    );
  };
  const startTyping = (roomId: string, typist: Typist) => {
    const key = `${roomId} ${typist.userId}`;
    expiries.get(key)?.();
    expiries.set(
      key,
      clock.after(typingShownMs, () => stopTyping(roomId, typist.userId)),
    );
    const typists = typing.getSnapshot().get(roomId) ?? [];
    if (typists.some((known) => known.userId === typist.userId)) return;
    typing.update((rooms) => new Map(rooms).set(roomId, [...typists, typist]));
  };

  return {
    typing,
    presence,
    stopTyping,
    receive(frame) {
      if (frame.type === 'typing.started') startTyping(frame.data.room_id, { userId: frame.data.user_id, username: frame.data.username });
      if (frame.type === 'typing.stopped') stopTyping(frame.data.room_id, frame.data.user_id);
      if (frame.type === 'presence.changed') {
        const { user_id, ...now } = frame.data;
        presence.update((known) => new Map(known).set(user_id, presenceNow(now)));
      }
    },
    know(items) {
      presence.update((known) => {
        const next = new Map(known);
        for (const { user_id, ...now } of items) next.set(user_id, presenceNow(now));
        return next;
      });
    },
    forgetTyping() {
      for (const cancel of expiries.values()) cancel();
      expiries.clear();
      typing.set(new Map());
    },
  };
}

function presenceNow({ status, last_seen_at, status_text }: Omit<Presence, 'user_id'>): PresenceNow {
  return { status, lastSeenAt: last_seen_at, ...(status_text ? { statusText: status_text } : {}) };
}
