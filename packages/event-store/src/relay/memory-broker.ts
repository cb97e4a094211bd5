import type { PublishedEvent } from '@parley/contracts';
import type { EventPublisher, PublishResult } from './event-publisher.ts';

/**
 * The rules of a JetStream stream, in memory, for tests of the relay alone: message ids are looked up before the expected predecessor is
 * checked, sequence numbers never go back, acknowledgements can get lost. (The real one: see the tests of `@parley/messaging`.)
 */
export type MemoryBroker = {
  publisher(): EventPublisher;
  events(): PublishedEvent[];
  /** Stores this many more events of the next `publish`, then the publisher's process "dies": it never hears. */
  dieAfter(events: number): void;
  /** A power failure: the newest are gone, their ids and numbers too. */
  loseTail(events: number): void;
  wipe(): void;
  /** Every message has expired. */
  expireAll(): void;
  reconnect(): void;
  setDown(down: boolean): void;
};

const idOf = ({ epoch, eventId }: PublishedEvent) => `${epoch}:${eventId}`;

export function createMemoryBroker(): MemoryBroker {
  let created = 1;
  let stored: Array<{ sequence: number; event: PublishedEvent }> = [];
  let lastSequence = 0;
  let ids = new Map<string, number>();
  let diesAfter = Number.POSITIVE_INFINITY;
  let down = false;
  const listeners = new Set<() => void>();

  function store(event: PublishedEvent, fits: () => boolean): { sequence: number } | undefined {
    const id = idOf(event);
    const known = ids.get(id);
    if (known !== undefined) return { sequence: known };
    if (!fits()) return undefined;
    lastSequence += 1;
    stored.push({ sequence: lastSequence, event });
    ids.set(id, lastSequence);
    return { sequence: lastSequence };
  }

  async function publish(events: readonly PublishedEvent[], after: { lastSequence: number }): Promise<PublishResult> {
    await new Promise((resolve) => setImmediate(resolve));
    const result = { stored: 0, lastSequence: after.lastSequence };
    let open = true;
    for (const [index, event] of events.entries()) {
      if (down) throw new Error('the broker does not answer');
      if (diesAfter === 0) {
        diesAfter = Number.POSITIVE_INFINITY;
        throw new Error('the relay died before it heard');
      }
      diesAfter -= 1;
      const before = events[index - 1];
      const last = stored.at(-1)?.event;
      const answer = store(event, () => (before ? last !== undefined && idOf(last) === idOf(before) : after.lastSequence === lastSequence));
      open &&= answer !== undefined;
      if (!open || !answer) continue;
      result.stored += 1;
      result.lastSequence = Math.max(result.lastSequence, answer.sequence);
    }
    return result;
  }

  return {
    publisher: () => ({
      async state() {
        if (down) throw new Error('the broker does not answer');
        const last = stored.at(-1)?.event;
        return { created: String(created), lastSequence, last: last && { position: last.position, epoch: last.epoch } };
      },
      publish,
      onReconnect(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    }),
    events: () => stored.map(({ event }) => event),
    dieAfter: (events) => {
      diesAfter = events;
    },
    loseTail(events) {
      for (const { event } of stored.splice(stored.length - events)) ids.delete(idOf(event));
      lastSequence = stored.at(-1)?.sequence ?? 0;
    },
    wipe() {
      created += 1;
      stored = [];
      lastSequence = 0;
      ids = new Map();
    },
    expireAll() {
      stored = [];
      ids = new Map();
    },
    reconnect() {
      for (const listener of [...listeners]) listener();
    },
    setDown(value) {
      down = value;
    },
  };
}
