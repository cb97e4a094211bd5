import type { ControlFrame } from '@parley/contracts';
import type { Clock } from '../clock.ts';
import { ParleyError, unreachable } from '../errors.ts';

type Answer = Extract<ControlFrame, { type: 'ok' | 'error' }>;
type Pending = { resolve(data: unknown): void; reject(error: ParleyError): void; cancelTimeout(): void };

export type Commands = {
  /** Sends a command and resolves with its answer's data. @throws ParleyError */
  request(type: string, data: unknown, traceparent?: string): Promise<unknown>;
  answer(frame: Answer): void;
  /** Nobody will answer any more: everything under way fails as `unavailable`, and may have happened all the same. */
  abandon(): void;
};

/** Commands under way, told apart by their `id`. Answers come in any order. */
export function createCommands(options: {
  clock: Clock;
  timeoutMs: number;
  write: (frame: object) => boolean;
  onTimeout: () => void;
}): Commands {
  const { clock, timeoutMs, write, onTimeout } = options;
  const pending = new Map<number, Pending>();
  let lastId = 0;

  return {
    request(type, data, traceparent) {
      lastId += 1;
      const id = lastId;
      if (!write({ type, id, ...(traceparent ? { traceparent } : {}), data })) return Promise.reject(unreachable('not connected'));
      return new Promise((resolve, reject) => {
        const cancelTimeout = clock.after(timeoutMs, () => {
          pending.delete(id);
          reject(unreachable('no answer in time'));
          onTimeout();
        });
        pending.set(id, { resolve, reject, cancelTimeout });
      });
    },
    answer(frame) {
      const waiting = typeof frame.id === 'number' ? pending.get(frame.id) : undefined;
      if (!waiting || typeof frame.id !== 'number') return;
      pending.delete(frame.id);
      waiting.cancelTimeout();
      if (frame.type === 'ok') waiting.resolve(frame.data);
      else waiting.reject(errorOf(frame.data));
    },
    abandon() {
      const lost = [...pending.values()];
      pending.clear();
      for (const waiting of lost) {
        waiting.cancelTimeout();
        waiting.reject(unreachable('the connection was lost'));
      }
    },
  };
}

function errorOf({ code, message, retry_after_ms }: Extract<ControlFrame, { type: 'error' }>['data']): ParleyError {
  return new ParleyError(code, message, retry_after_ms === undefined ? {} : { retryAfterMs: retry_after_ms });
}
