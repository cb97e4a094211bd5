import type { Attachment, ClientId, MentionsEveryone, MessageId, Role, RoomId, RoomType, UserId } from '@parley/contracts';

/**
 * The stored events of a room's log. The stream is the room, the version is the `seq`.
 * People are ids here: what they are called is looked up when an event is shown.
 */
export type LogEvents = {
  RoomOpened: { type: RoomType; name: string | null; description: string | null; actor_id: UserId | null };
  MemberJoined: { user_id: UserId; role: Role; actor_id: UserId | null };
  MemberLeft: { user_id: UserId; reason: 'left' | 'removed'; actor_id: UserId | null };
  MemberRoleChanged: { user_id: UserId; role: Role; actor_id: UserId | null };
  RoomDetailsChanged: { name: string | null; description: string | null; actor_id: UserId | null };
  RoomClosed: { actor_id: UserId | null };
  MessagePosted: {
    message_id: MessageId;
    client_id: ClientId;
    sender_id: UserId;
    content: string;
    reply_to: MessageId | null;
    mentions: UserId[];
    mentions_everyone: MentionsEveryone | null;
    attachments: Attachment[];
  };
};

export type LogEventName = keyof LogEvents;
/** An event of the log before it has a place in it. */
export type NewLogEvent = { [Name in LogEventName]: { type: Name; data: LogEvents[Name] } }[LogEventName];
/** An event in its place. */
export type PlacedLogEvent = NewLogEvent & { roomId: RoomId; seq: number; eventId: string; at: Date };
