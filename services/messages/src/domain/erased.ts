import type { LogEvents } from './log-event.ts';

/**
 * What stays of the events of a deleted message: that they were, by whom, in answer to what. Written with `erase_event_data` in
 * the transaction of the deletion; a replay then shows a message without a text, which was deleted.
 */
export function erasedPosted({ message_id, client_id, sender_id, reply_to }: LogEvents['MessagePosted']) {
  return { message_id, client_id, sender_id, reply_to, content: '', erased: true as const };
}

/** Whom an edit mentioned stays: those who count mentions along the log would else count wrong. */
export function erasedEdited(edit: LogEvents['MessageEdited']) {
  return { ...edit, content: '', erased: true as const };
}
