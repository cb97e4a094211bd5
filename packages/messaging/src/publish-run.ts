import { JetStreamApiCodes } from '@nats-io/jetstream';
import type { Msg } from '@nats-io/nats-core';

export type PublishRunOptions = {
  events: number;
  lastSequence: number;
  maxOutstanding: number;
  ackTimeoutMs: number;
  /** Every event asks for an answer: after a run in which one was refused, to learn which and why. */
  careful: boolean;
};
export type PublishRunResult = { stored: number; lastSequence: number };

/** One `publish`: what was sent and what the broker answered. */
export type PublishRun = {
  /** Whether this event asks for an answer: the last one does, and some before it, so that the run can be slowed down. */
  asks(index: number): boolean;
  sent(): void;
  full(): boolean;
  /** Resolves when another may be sent. */
  room(): Promise<void>;
  refused(): boolean;
  take(index: number, answer: Msg): void;
  /** Resolves when everything sent was answered. Rejects when an answer is overdue or the run failed. */
  answered(): Promise<PublishRunResult>;
  fail(error: Error): void;
  close(): void;
};

type Answer = { seq?: number; duplicate?: boolean; error?: { err_code?: number; description?: string } };

/** An answer costs the broker and us about as much as the event: more than every hundredth has to ask for one. */
const maxUnasked = 200;
const wrongLastMessageId = 10_070;
const outOfStep: readonly (number | undefined)[] = [
  wrongLastMessageId,
  JetStreamApiCodes.StreamWrongLastSequence,
  JetStreamApiCodes.StreamWrongLastSequenceUnknown,
];

export function createPublishRun({ events, lastSequence, maxOutstanding, ackTimeoutMs, careful }: PublishRunOptions): PublishRun {
  const askEvery = careful ? 1 : Math.max(1, Math.floor(Math.min(maxOutstanding, maxUnasked) / 2));
  let sent = 0;
  /** Up to here, exclusive, what was asked has been answered; and what is stored for certain. */
  let answered = 0;
  let stored = 0;
  let refused = false;
  let failure: Error | undefined;
  let last = lastSequence;
  let progressAt = performance.now();
  let waiter: { ready: () => boolean; resolve: () => void; reject: (error: Error) => void } | undefined;
  let timer: NodeJS.Timeout | undefined;

  function settle(): void {
    if (!waiter) return;
    if (failure) waiter.reject(failure);
    else if (waiter.ready()) waiter.resolve();
    else return;
    waiter = undefined;
    clearTimeout(timer);
  }

  function fail(error: Error): void {
    failure ??= error;
    settle();
  }

  function watch(): void {
    const leftMs = progressAt + ackTimeoutMs - performance.now();
    if (leftMs <= 0) fail(new Error(`the broker has not acknowledged for ${ackTimeoutMs} ms`));
    else timer = setTimeout(watch, leftMs);
  }

  function waitUntil(ready: () => boolean): Promise<void> {
    if (failure) return Promise.reject(failure);
    if (ready()) return Promise.resolve();
    progressAt = performance.now();
    watch();
    return new Promise((resolve, reject) => {
      waiter = { ready, resolve, reject };
    });
  }

  function take(index: number, message: Msg): void {
    answered = Math.max(answered, index + 1);
    progressAt = performance.now();
    const answer = readAnswer(message);
    if (answer === 'nobody' || outOfStep.includes(answer.error?.err_code)) refused = true;
    else if (answer.error) failure ??= new Error(`the broker refused an event: ${answer.error.description} (${answer.error.err_code})`);
    else {
      // A duplicate counts: the broker has it, from us before a crash or from the relay before us. And it has all before it, since it
      // takes an event only behind its predecessor.
      stored = Math.max(stored, index + 1);
      last = Math.max(last, answer.seq ?? 0);
    }
    settle();
  }

  const asks = (index: number) => index === events - 1 || (index + 1) % askEvery === 0;
  /** Where a run was broken off, what came after the last question stays unanswered. */
  const lastAsked = () => (sent === events ? events : sent - (sent % askEvery));

  return {
    asks,
    sent: () => {
      sent += 1;
    },
    full: () => sent - answered >= maxOutstanding,
    room: () => waitUntil(() => sent - answered < maxOutstanding),
    refused: () => refused,
    take,
    async answered() {
      await waitUntil(() => answered >= lastAsked());
      return { stored, lastSequence: last };
    },
    fail,
    close: () => clearTimeout(timer),
  };
}

/** `nobody`: no stream listens on the subject. */
function readAnswer(message: Msg): Answer | 'nobody' {
  if (message.data.length === 0) return 'nobody';
  const answer: Answer = JSON.parse(message.string());
  return answer;
}
