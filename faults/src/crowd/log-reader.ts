import type { Parley } from '@parley/client';
import type { LogEvent } from '@parley/contracts';

export type LogReader = {
  /** Everything up to the head of this moment. What was read before is not asked for again. */
  read(): Promise<readonly LogEvent[]>;
};

export function createLogReader(parley: Parley, roomId: string): LogReader {
  const log: LogEvent[] = [];
  return {
    async read() {
      for (;;) {
        const page = await parley.messages.events(roomId, { after: log.at(-1)?.seq ?? 0, limit: 500 });
        if ('reset' in page) throw new Error(`the log of ${roomId} reaches too far back to be checked`);
        log.push(...page.events);
        if (!page.has_more) return log;
      }
    },
  };
}
