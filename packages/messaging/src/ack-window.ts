import { createInbox, type Msg } from '@nats-io/nats-core';
import type { Nats } from './connect-nats.ts';
import { createPublishRun, type PublishRun } from './publish-run.ts';

export type AckWindow = {
  /** Begins a `publish`. One at a time. */
  open(run: { events: number; lastSequence: number; careful: boolean }): PublishRun & Disposable & { inbox(index: number): string };
};

/** One subscription for the answers to all events, instead of a promise for each. */
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
    open(asked) {
      run += 1;
      const number = run;
      const current = createPublishRun({ ...asked, ...limits });
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
