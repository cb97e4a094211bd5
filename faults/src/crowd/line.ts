import type { Message } from '@parley/contracts';
import type { Line } from '../history/history.ts';

/** A message as people see it: its identity, and in `text` all that edits, deletion and reactions change. */
export function lineOf({ seq, id, content, is_edited, is_deleted, is_pinned, reactions }: Message): Line {
  return { seq, id, content, text: JSON.stringify([content, is_edited, is_deleted, is_pinned, reactions]) };
}
