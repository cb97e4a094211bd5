import { createInbox, type Msg } from '@nats-io/nats-core';
import type { Nats } from './connect-nats.ts';
import { createPublishRun, type PublishRun } from './publish-run.ts';

export type AckWindow = {
  /** Begins a `publish`. One at a time. */
  open(events: number, lastSequence: number): PublishRun & Disposable & { inbox(index: number): string };
};

/** Counts acknowledgements instead of holding a promise for each event: one subscription, and a byte per event. */
export function createAckWindow(nats: Nats, limits: { maxOutstanding: number; ackTimeoutMs: number }): AckWindow {
  const prefix = createInbox();
  let run = 0;
  let take: ((run: number, index: number, message: Msg) => void) | undefined;
  nats.nc.subscribe(`${prefix}.*.*`, {
    callback: (_error, message) => {
      const [of, index] = message.subject.slice(prefix.length + 1).split('.');
      take?.(Number(of), Number(index), message);
    },
  });

  return {
    open(events, lastSequence) {
      run += 1;
      const number = run;
      const current = createPublishRun({ events, lastSequence, ...limits });
      take = (of, index, message) => {
        // An answer to an earlier run that was given up says nothing about this one.
        if (of === number) current.take(index, message);
      };
      const forget = nats.onReconnect(() => current.fail(new Error('the connection to NATS was away while publishing')));
      return {
        ...current,
        inbox: (index) => `${prefix}.${number}.${index}`,
        [Symbol.dispose]: () => {
          take = undefined;
          forget();
          current.close();
        },
      };
    },
  };
}
