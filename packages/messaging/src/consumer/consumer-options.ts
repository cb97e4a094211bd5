import type { PublishingService } from '@parley/contracts';
import type { Kysely, Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { Nats } from '../connect-nats.ts';
import type { ConsumedEvent } from './consumed-event.ts';

/** Resolves with `no effect` where nothing was written for the event, so that there is nothing to protect from a repetition. */
export type EventHandler<Tables> = (trx: Transaction<Tables>, event: ConsumedEvent) => Promise<unknown>;

export type ConsumerOptions<Tables> = {
  nats: Nats;
  /** Of the consumer's own database: the lock that makes one replica the active one has a connection to itself. */
  url: string;
  db: Kysely<Tables>;
  /** Whose events. */
  service: PublishingService;
  /** The consumer's name on the broker, usually the service it runs in. */
  durable: string;
  /**
   * The effect of one event, in the transaction that also moves the position. Several events may share the transaction.
   * What it throws rolls back all of it; the event is tried again, `maxTries` times in all, then it becomes a dead letter.
   */
  handle: EventHandler<Tables>;
  /**
   * Whether an event can have an effect here at all, told by its type and payload alone. One that cannot only moves the position: it is
   * neither handled nor remembered, and many of them together cost one statement. Default: every event can.
   */
  concerns?: (event: ConsumedEvent) => boolean;
  /**
   * Runs first in every transaction. A handler that appends to streams of its own service takes their locks here, all at once and
   * sorted (`lockStreams`): the transaction has no id yet, and lock order is everyone's order.
   */
  prepare?: (trx: Transaction<Tables>, events: readonly ConsumedEvent[]) => Promise<void>;
  /** Called after a transaction with effects has committed, for instance to wake the relay. */
  onCommitted?: () => void;
  log: Logger;
  maxTries?: number;
  /** Pause before the second try; it doubles up to 10 s. Default 100 ms. */
  firstRetryMs?: number;
  /** Events a transaction at most. Default 25: a transaction that writes for long holds back its service's relay. */
  batch?: number;
  /** Between two transactions that were not full: events gather meanwhile. For effects that nobody waits for. Default 0. */
  restMs?: number;
  /** How often an idle consumer asks the owner whether the broker lost something quietly. Default 30 s. */
  idleCheckMs?: number;
};
