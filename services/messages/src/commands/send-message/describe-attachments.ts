import type { Attachment, SendCommand, SendOutcome } from '@parley/contracts';
import type { DescribedCommand } from './append-messages.ts';
import type { Batcher } from './batcher.ts';

type SendQueue = Batcher<SendCommand, SendOutcome>;

export type DescribeOptions = {
  /** Of the files asked about, those that the person may attach. Rejects when `media` does not answer. */
  describe: (userId: string, ids: readonly string[]) => Promise<readonly Attachment[]>;
  /** What a command has led to already, which it may be a repetition of. */
  findRepeated: (command: SendCommand) => Promise<SendOutcome | undefined>;
  /** Commands that may wait for `media` at the same time. */
  maxWaiting: number;
};

/**
 * A command with files comes to the queue once `media` has said what they are. It waits by itself, before it is in any batch:
 * others are never delayed by it.
 */
export function describeAttachments(
  queue: Batcher<DescribedCommand, SendOutcome>,
  { describe, findRepeated, maxWaiting }: DescribeOptions,
): SendQueue {
  let waiting = 0;

  async function addDescribed(command: SendCommand, ids: readonly string[]): Promise<SendOutcome> {
    // A repetition is told first: its files are attached by now, to the very message that it repeats.
    const repeated = await findRepeated(command);
    if (repeated) return repeated;
    const found = new Map<string, Attachment>((await describe(command.sender_id, ids)).map((attachment) => [attachment.id, attachment]));
    const attachments = ids.flatMap((id) => found.get(id) ?? []);
    if (attachments.length < ids.length) return notAttachable;
    return queue.add({ ...command, attachments });
  }

  return {
    ...queue,
    async add(command) {
      const ids = [...new Set(command.attachment_ids ?? [])];
      if (ids.length === 0) return queue.add(command);
      if (waiting >= maxWaiting) return unavailable;
      waiting += 1;
      try {
        return await addDescribed({ ...command, attachment_ids: ids }, ids);
      } catch {
        return unavailable;
      } finally {
        waiting -= 1;
      }
    },
  };
}

const notAttachable: SendOutcome = {
  ok: false,
  code: 'validation_failed',
  message: 'An attachment does not exist, is not yours, or belongs to another message',
};
const unavailable: SendOutcome = { ok: false, code: 'unavailable', message: 'What is attached cannot be told now, try again' };
