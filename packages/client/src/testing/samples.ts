import type { LogEvent, Message, MessagePosted, Profile, ReadyRoom } from '@parley/contracts';

const id = (letter: string, number: number) => `0199f3a0-0000-7000-8000-${letter}${String(number).padStart(11, '0')}`;

export const roomId = (number: number) => id('b', number) as ReadyRoom['id'];
export const clientId = (number: number) => id('c', number) as NonNullable<MessagePosted['data']['client_id']>;

export const person = (number: number, name = `person${number}`): Profile => ({
  id: id('a', number) as Profile['id'],
  username: name,
  display_name: name,
  avatar_url: null,
});

export const me = person(1, 'ada');
export const other = person(2, 'grace');

export const at = (seq: number) => new Date(1_700_000_000_000 + seq * 1_000).toISOString();

/** What a message has that is text and nothing else. */
export const plainMessage = {
  is_edited: false,
  is_deleted: false,
  is_pinned: false,
  reply_count: 0,
  mentions: [],
  mentions_everyone: null,
  reactions: [],
  attachments: [],
} satisfies Partial<Message>;

export function posted(
  room: ReadyRoom['id'],
  seq: number,
  sender: Profile,
  content = `message ${seq}`,
  client = clientId(seq),
): MessagePosted {
  const data = {
    client_id: client,
    sender,
    content,
    message_type: 'text' as const,
    reply_to: null,
    attachments: [],
    mentions: [],
    mentions_everyone: null,
    is_deleted: false,
  };
  return {
    type: 'message.posted',
    room_id: room,
    seq: seq as LogEvent['seq'],
    at: at(seq),
    data: { ...data, id: id('d', seq) as MessagePosted['data']['id'] },
  };
}

export function readyRoom(room: ReadyRoom['id'], head: number, lastRead = head, unread = 0): ReadyRoom {
  return { id: room, type: 'group', head, last_read_seq: lastRead, unread_count: unread };
}
