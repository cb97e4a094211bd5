import { retryDeadLetterRpc } from '@parley/contracts';
import type { RpcServer } from '../rpc/raw-rpc.ts';
import { RpcRefusal } from '../rpc/rpc-error.ts';
import { serveRpc } from '../rpc/serve-rpc.ts';
import type { ConsumerOptions } from './consumer-options.ts';
import { retryDeadLetter } from './dead-letters.ts';

/** Answers `parley dead-letters retry`, on any replica: an event that is handled late takes the locks that it would have taken. */
export function serveRetries<Tables>(options: ConsumerOptions<Tables>): Promise<RpcServer> {
  const { nats, service, durable, log } = options;
  return serveRpc(
    nats,
    retryDeadLetterRpc(service, durable),
    async ({ id }) => {
      const outcome = await retryDeadLetter(options, id).catch((error: unknown) => {
        log.warn({ err: error, source: service, letter: id }, 'a dead letter failed again');
        throw new RpcRefusal('conflict', describe(error));
      });
      if (outcome === 'not found') throw new RpcRefusal('not_found', 'there is no such letter, or its event is no more');
      options.onCommitted?.();
      return { id };
    },
    { queue: durable, concurrency: 1 },
  );
}

/** As the letter's own row keeps it. */
function describe(error: unknown): string {
  return (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 500);
}
