import type { Msg, SubscriptionOptions } from '@nats-io/nats-core';
import type { Logger } from 'pino';

/**
 * How every subscription here is read. What a callback throws would end the reading of the whole connection, for all sockets, until
 * the broker misses an answer; and what NATS calls it with in case of an error is no message.
 */
export function onMessage(log: Logger, handle: (message: Msg) => void): SubscriptionOptions {
  return {
    callback(error, message) {
      try {
        if (error) throw error;
        handle(message);
      } catch (caught) {
        log.error({ err: caught, subject: message.subject }, 'a message from NATS could not be handled');
      }
    },
  };
}
