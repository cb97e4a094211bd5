import { type Message, messageSchema, type ReadState } from '@parley/contracts';

/** What the OpenAPI document shows. Parsed when the service starts, so an example cannot contradict its schema. */
export const messageExample: Message = messageSchema.parse({
  id: '0199f3a0-0000-7000-8000-0000000000c1',
  room_id: '0199f3a0-0000-7000-8000-0000000000b1',
  seq: 4712,
  client_id: '5f0c7a52-9d3b-4f6e-8a51-3c8f1d2e4b60',
  sender: { id: '0199f3a0-0000-7000-8000-0000000000a1', username: 'ada', display_name: 'Ada Lovelace', avatar_url: null },
  content: 'The engine weaves algebraic patterns',
  message_type: 'text',
  event: null,
  created_at: '2026-11-20T12:00:00.000Z',
  reply_to: null,
  is_edited: false,
  is_deleted: false,
  is_pinned: false,
  reply_count: 0,
  mentions: [],
  mentions_everyone: null,
  reactions: [],
  attachments: [],
});

export const readStateExample: ReadState = {
  last_read_seq: 4700,
  last_read_at: '2026-11-20T12:00:00.000Z',
  unread_count: 12,
  mention_count: 1,
  counted_seq: 4730,
};
