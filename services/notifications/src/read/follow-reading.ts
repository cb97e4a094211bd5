import { setTimeout as delay } from 'node:timers/promises';
import { roomIdSchema, subjects, userIdSchema } from '@parley/contracts';
import type { Logger } from 'pino';
import { z } from 'zod';
import { type Telling, tellChanges } from '../notices/tell-devices.ts';
import { readUpTo, withdrawCauses } from '../notices/withdraw-causes.ts';

const prefix = 'eph.user.';
const readSignal = z.object({ room_id: roomIdSchema, last_read_seq: z.int().nonnegative() });
/** Places that wait; what does not fit is found out when the list is read. */
const maxWaiting = 10_000;
const perStatement = 500;
const gatherMs = 50;

export type ReadingOptions = Telling & { clock: () => Date; log: Logger };

/** Hears how far people read, and takes back what told of it: read on one device, it is no news on any. One replica hears each signal. */
export function createReadingFollower({ db, nats, clock, log }: ReadingOptions) {
  const waiting = new Map<string, { user_id: string; room_id: string; last_read_seq: number }>();

  function note(subject: string, text: string): void {
    // Every personal signal passes here; most are of another kind.
    if (!text.startsWith('{"kind":"read.updated"')) return;
    const userId = userIdSchema.safeParse(subject.slice(prefix.length));
    const signal = readSignal.safeParse(JSON.parse(text));
    if (!userId.success || !signal.success) return;
    const { room_id, last_read_seq } = signal.data;
    const key = `${userId.data} ${room_id}`;
    if (waiting.size >= maxWaiting && !waiting.has(key)) return;
    const before = waiting.get(key)?.last_read_seq ?? 0;
    waiting.set(key, { user_id: userId.data, room_id, last_read_seq: Math.max(before, last_read_seq) });
  }

  async function flush(): Promise<void> {
    while (waiting.size > 0) {
      const places = [...waiting.entries()].slice(0, perStatement);
      for (const [key] of places) waiting.delete(key);
      const changed = await withdrawCauses(db, readUpTo(places.map(([, place]) => place)), clock());
      await tellChanges({ db, nats }, changed);
    }
  }

  return {
    async run(signal: AbortSignal): Promise<void> {
      const subscription = nats.nc.subscribe(subjects.user('*'), {
        queue: 'notifications',
        callback: (error, message) => {
          if (error) return;
          try {
            note(message.subject, message.string());
          } catch (fault) {
            log.warn({ err: fault }, 'a signal was not understood');
          }
        },
      });
      try {
        while (!signal.aborted) {
          await flush();
          await delay(gatherMs, undefined, { signal }).catch(() => undefined);
        }
      } finally {
        subscription.unsubscribe();
      }
    },
  };
}
