import type { LogEvents } from './log-event.ts';

/**
 * What stays of the events of a deleted message: that they were, by whom, in answer to what. Written with `erase_event_data` in
 * the transaction of the deletion; a replay then shows a message without a text, which was deleted.
 */
export function erasedPosted({ message_id, client_id, sender_id, reply_to }: LogEvents['MessagePosted']) {
  return { message_id, client_id, sender_id, reply_to, content: '', erased: true as const };
}

export function erasedEdited({ message_id, message_seq, sender_id, actor_id }: LogEvents['MessageEdited']) {
  return { message_id, message_seq, sender_id, actor_id, content: '', erased: true as const };
}
