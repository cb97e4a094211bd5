import type { OutboxItem, TimelineEntry } from '@parley/client';
import type { Message } from '@parley/contracts';

export type ThreadLine = { kind: 'reply'; key: string; message: Message } | { kind: 'pending'; key: string; item: OutboxItem };

type Input = {
  /** The message that is answered. */
  parentId: string;
  /** Read from the server, oldest first: also what lies before the lines that are known here. */
  fetched: readonly Message[];
  /** Kept current by the engine, and so right where both know a reply. */
  timeline: readonly TimelineEntry[];
  outbox: readonly OutboxItem[];
};

/** A thread from what the server gave, what has happened since, and what is on its way out. Deleted replies are not shown. */
export function threadLines({ parentId, fetched, timeline, outbox }: Input): ThreadLine[] {
  const bySeq = new Map<number, Message>(fetched.map((message) => [message.seq, message]));
  for (const entry of timeline) {
    if (entry.kind !== 'message') continue;
    if (entry.message.reply_to?.id === parentId || bySeq.has(entry.seq)) bySeq.set(entry.seq, entry.message);
  }
  const replies = [...bySeq.values()].filter((message) => !message.is_deleted).sort((a, b) => a.seq - b.seq);
  const committed = new Set<string | null>(replies.map(({ client_id }) => client_id));
  return [
    ...replies.map((message) => ({ kind: 'reply' as const, key: message.client_id ?? message.id, message })),
    ...outbox
      .filter((item) => item.replyTo === parentId && !committed.has(item.clientId))
      .map((item) => ({ kind: 'pending' as const, key: item.clientId, item })),
  ];
}

/** The message of a line of the conversation, where it is known here. */
export function knownMessage(timeline: readonly TimelineEntry[], seq: number): Message | undefined {
  const entry = timeline.findLast((line) => line.seq === seq);
  return entry?.kind === 'message' ? entry.message : undefined;
}
