import type {
  Attachment,
  ClientId,
  HistoryVisibility,
  MediaId,
  MentionsEveryone,
  MessageId,
  Role,
  RoomDetail,
  RoomId,
  RoomType,
  Seq,
  UserId,
} from '@parley/contracts';

/** What a room is called and set to, whole, as `rooms` publishes it. */
export type RoomDetails = { name: string | null; description: string | null } & RoomSettings;
export type RoomSettings = {
  picture_id: MediaId | null;
  slow_mode_seconds: number;
  history_visibility: HistoryVisibility;
  shows_receipts: boolean;
};
/** Which message an event is about: its id, its place, whose it is. */
export type AboutMessage = { message_id: MessageId; message_seq: Seq; sender_id: UserId };
export type Mentioned = { mentions: UserId[]; mentions_everyone: MentionsEveryone | null };

/**
 * The stored events of a room's log. The stream is the room, the version is the `seq`.
 * People are ids here: what they are called is looked up when an event is shown.
 */
export type LogEvents = {
  RoomOpened: { type: RoomType; actor_id: UserId | null } & RoomDetails;
  MemberJoined: { user_id: UserId; role: Role; actor_id: UserId | null };
  MemberLeft: { user_id: UserId; reason: 'left' | 'removed'; actor_id: UserId | null };
  MemberRoleChanged: { user_id: UserId; role: Role; actor_id: UserId | null };
  RoomDetailsChanged: { actor_id: UserId | null; changed: RoomDetail[] } & RoomDetails;
  /** Of a direct room. Nobody is named: who closed it would tell of a block. */
  WritingClosed: { actor_id: null };
  WritingOpened: { actor_id: null };
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
    /** The message was deleted since, and with it what stood here. */
    erased?: true;
  };
  MessageEdited: AboutMessage & {
    actor_id: UserId;
    content: string;
    mentions: UserId[];
    mentions_everyone: MentionsEveryone | null;
    /** Of the text before: who is mentioned already is not told again. */
    previous: Mentioned;
    erased?: true;
  };
  /** With whom it mentioned: they count one mention less. */
  MessageDeleted: AboutMessage & Mentioned & { actor_id: UserId | null };
  MessagePinned: AboutMessage & { actor_id: UserId };
  MessageUnpinned: AboutMessage & { actor_id: UserId | null };
  ReactionAdded: AboutMessage & { user_id: UserId; emoji: string };
  ReactionRemoved: AboutMessage & { user_id: UserId; emoji: string };
};

export type LogEventName = keyof LogEvents;

/** Types whose shape has changed since it was first written, with the version that is written today; of all others it is 1. */
export const schemaVersions: Partial<Record<LogEventName, number>> = { RoomOpened: 2, RoomDetailsChanged: 3 };

/** An event of the log before it has a place in it. */
export type NewLogEvent = { [Name in LogEventName]: { type: Name; data: LogEvents[Name] } }[LogEventName];
/** An event in its place. */
export type PlacedLogEvent = NewLogEvent & { roomId: RoomId; seq: number; eventId: string; at: Date };
