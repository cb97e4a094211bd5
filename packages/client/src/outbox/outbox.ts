import type { Sent } from '@parley/contracts';
import type { Clock } from '../clock.ts';
import { isRetryable, ParleyError } from '../errors.ts';
import type { Persistence } from '../persistence/persistence.ts';
import type { Backoff } from '../realtime/backoff.ts';
import { createStore, type Store } from '../store.ts';
import { type OutboxItem, ownerOf, parseOutboxItem } from './outbox-item.ts';

export type Outbox = {
  /** In order of sending. */
  items: Store<readonly OutboxItem[]>;
  /** Takes what an earlier run left; called again, what a tab has left that is closed by now. */
  load(): Promise<void>;
  /** Leaves what is unsent to others. */
  close(): void;
  /** Resolves when the server has committed the message; rejects when it refused it for good, or on `discard`. */
  send(message: {
    clientId: string;
    roomId: string;
    content: string;
    replyTo: string | null;
    attachmentIds?: readonly string[];
  }): Promise<Sent>;
  /** A failed one goes to the end of its room's queue, under the same `clientId`. */
  retry(clientId: string): void;
  discard(clientId: string): void;
  /** The room's log carries the message: that is an answer too, whichever comes first. */
  confirm(clientId: string, sent: Sent): void;
  /** The room's log has reached `seq`: what was sent up to there is in it. */
  settle(roomId: string, seq: number): void;
  /** Connected: sends what waits. */
  flush(): void;
};

export type OutboxOptions = {
  persistence: Persistence;
  /** Tells this outbox from those of other tabs. */
  owner: string;
  clock: Clock;
  backoff: Backoff;
  isOnline(): boolean;
  deliver(item: OutboxItem): Promise<Sent>;
  /** Whether the room's log is applied up to `seq` already. */
  hasReached(roomId: string, seq: number): boolean;
};

type Waiting = { resolve(sent: Sent): void; reject(error: ParleyError): void };

/**
 * Messages in order, one under way per room: a later one never overtakes an earlier one. What gets no answer is sent
 * again with the same `clientId`, which the server makes safe; what is refused for good steps aside for the next.
 * Of several tabs each sends its own, so that what one discards no other sends; what a closed tab leaves, one of the others takes.
 * Step 1 of docs/walkthroughs/one-message.md.
 */
export function createOutbox(options: OutboxOptions): Outbox {
  const { persistence, owner, clock, backoff, isOnline, deliver, hasReached } = options;
  const items = createStore<readonly OutboxItem[]>([]);
  const waiting = new Map<string, Waiting>();
  const underWay = new Set<string>();
  /** Rooms that the server asked to leave alone for a while. */
  const paused = new Set<string>();

  /** Never twice the same: it is the order in which a later run sends what this one leaves. */
  let lastStampMs = 0;
  const stamp = () => {
    lastStampMs = Math.max(clock.now(), lastStampMs + 1);
    return new Date(lastStampMs).toISOString();
  };
  const find = (clientId: string) => items.getSnapshot().find((item) => item.clientId === clientId);
  const change = (clientId: string, to: Partial<OutboxItem>) =>
    items.update((list) => list.map((item) => (item.clientId === clientId ? { ...item, ...to } : item)));
  const drop = (clientId: string) => items.update((list) => list.filter((item) => item.clientId !== clientId));
  // A message that can't be kept on disk is still sent: only a reload would lose it.
  const keep = (item: OutboxItem) => void persistence.put('outbox', item.clientId, { ...item, owner }).catch(() => undefined);
  const forget = (clientId: string) => void persistence.remove('outbox', clientId).catch(() => undefined);

  const sent = (item: OutboxItem, answer: Sent) => {
    waiting.get(item.clientId)?.resolve(answer);
    waiting.delete(item.clientId);
    forget(item.clientId);
    if (hasReached(item.roomId, answer.seq)) drop(item.clientId);
    else change(item.clientId, { state: 'sent', seq: answer.seq, error: null });
  };
  const failed = (item: OutboxItem, error: ParleyError) => {
    // Confirmed or discarded meanwhile.
    if (find(item.clientId)?.state !== 'sending') return;
    waiting.get(item.clientId)?.reject(error);
    waiting.delete(item.clientId);
    change(item.clientId, { state: 'failed', error: error.code });
    keep({ ...item, state: 'failed', error: error.code });
  };

  const pump = (roomId: string) => {
    if (!isOnline() || underWay.has(roomId) || paused.has(roomId)) return;
    const next = items.getSnapshot().find((item) => item.roomId === roomId && item.state === 'sending');
    if (!next) return;
    underWay.add(roomId);
    void attempt(next);
  };
  const attempt = async (item: OutboxItem) => {
    try {
      const answer = await deliver(item);
      backoff.reset();
      if (find(item.clientId)?.state === 'sending') sent(item, answer);
    } catch (error) {
      if (!isRetryable(error)) failed(item, error instanceof ParleyError ? error : new ParleyError('internal', String(error)));
      // Without a connection there is nothing to time: the next one flushes.
      else if (isOnline()) pause(item.roomId, (error instanceof ParleyError ? error.retryAfterMs : undefined) ?? backoff.next());
    } finally {
      underWay.delete(item.roomId);
    }
    pump(item.roomId);
  };
  const pause = (roomId: string, delayMs: number) => {
    paused.add(roomId);
    clock.after(delayMs, () => {
      paused.delete(roomId);
      pump(roomId);
    });
  };
  const flush = () => {
    for (const roomId of new Set(items.getSnapshot().map((item) => item.roomId))) pump(roomId);
  };

  const { turns } = persistence;
  let isClosed = false;
  let wasLoaded = false;
  /** Held for as long as this outbox lives: nobody else sends what it has written. */
  const held = turns?.hold(turnOf(owner)).catch(() => undefined);

  const kept = () => persistence.load('outbox').catch(() => []);
  /** Takes over what is `theirs`: as own from here on, behind nothing that was written later. */
  const adopt = async (theirs: (value: unknown) => boolean) => {
    const stored = await kept();
    const left = stored
      .flatMap(([, value]) => (theirs(value) ? (parseOutboxItem(value) ?? []) : []))
      .filter((item) => !find(item.clientId));
    if (left.length === 0 || isClosed) return;
    left.sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
    lastStampMs = Math.max(lastStampMs, ...left.map((item) => Date.parse(item.createdAt)));
    if (turns) for (const item of left) await persistence.put('outbox', item.clientId, { ...item, owner }).catch(() => undefined);
    items.update((list) => [...left.filter((item) => !list.some((other) => other.clientId === item.clientId)), ...list]);
    flush();
  };

  return {
    items,
    flush,
    async load() {
      if (!turns) {
        // Tabs may then send the same message twice, which the server makes one. Later, what is kept is this outbox's own.
        if (!wasLoaded) await adopt(() => true);
        wasLoaded = true;
        return;
      }
      await held;
      const others = new Set((await kept()).map(([, value]) => ownerOf(value)));
      others.delete(owner);
      for (const other of others) {
        const take = () => adopt((value) => ownerOf(value) === other);
        await (other === undefined ? take() : turns.ifFree(turnOf(other), take).catch(() => undefined));
      }
    },
    close() {
      isClosed = true;
      void held?.then((release) => release?.());
    },
    send({ clientId, roomId, content, replyTo, attachmentIds }) {
      const createdAt = stamp();
      const files = attachmentIds ? { attachmentIds } : {};
      const item: OutboxItem = { clientId, roomId, content, replyTo, ...files, createdAt, state: 'sending', seq: null, error: null };
      items.update((list) => [...list, item]);
      keep(item);
      const done = new Promise<Sent>((resolve, reject) => waiting.set(clientId, { resolve, reject }));
      // Who shows the outbox may leave the promise alone: its failure is there to see.
      done.catch(() => undefined);
      pump(roomId);
      return done;
    },
    retry(clientId) {
      const item = find(clientId);
      if (item?.state !== 'failed') return;
      const again: OutboxItem = { ...item, state: 'sending', error: null, createdAt: stamp() };
      items.update((list) => [...list.filter((other) => other.clientId !== clientId), again]);
      keep(again);
      pump(item.roomId);
    },
    discard(clientId) {
      waiting.get(clientId)?.reject(new ParleyError('conflict', 'discarded'));
      waiting.delete(clientId);
      drop(clientId);
      forget(clientId);
    },
    confirm(clientId, answer) {
      const item = find(clientId);
      if (!item) return;
      waiting.get(clientId)?.resolve(answer);
      waiting.delete(clientId);
      drop(clientId);
      forget(clientId);
    },
    settle(roomId, seq) {
      const inLog = (item: OutboxItem) => item.roomId === roomId && item.seq !== null && item.seq <= seq;
      if (items.getSnapshot().some(inLog)) items.update((list) => list.filter((item) => !inLog(item)));
    },
  };
}

function turnOf(owner: string): string {
  return `outbox ${owner}`;
}
