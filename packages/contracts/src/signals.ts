import type { Notification, NotificationId } from './http/notifications.ts';
import type { PresenceStatus } from './http/presence.ts';
import type { RoomId, SessionId, UserId } from './ids.ts';

/** Ephemeral signals on core NATS: losing one costs a moment, never a fact. */
export type TypingSignal = { room_id: RoomId; user_id: UserId; username: string; typing: boolean };

/** Somebody read on, in a room that shows receipts. */
export type ReadSignal = { room_id: RoomId; user_id: UserId; last_read_seq: number };

/** A person's presence changed. Gateways tell their sockets in `room_ids`, and the people in `friend_ids`, once each. */
export type PresenceSignal = {
  user_id: UserId;
  username: string;
  status: PresenceStatus;
  status_text: string | null;
  last_seen_at: string | null;
  room_ids: RoomId[];
  friend_ids: UserId[];
  /** Not told, whatever rooms they share: there is a block between them. */
  hidden_from: UserId[];
};

/** To the sockets of one person. */
export type UserSignal =
  | {
      kind: 'read.updated';
      room_id: RoomId;
      last_read_seq: number;
      unread_count: number;
      mention_count: number;
      /** The room's head that the counts were read with. */
      counted_seq: number;
      /** On purpose: a smaller `last_read_seq` counts. */
      moved_back?: true;
    }
  /** The person muted a room for themselves, or ended that. */
  | { kind: 'room.muted'; room_id: RoomId; muted: boolean; muted_until: string | null }
  /** Friends, requests or blocks of the person have changed. */
  | { kind: 'relationships.changed' }
  /** New, or with one more in its group. */
  | { kind: 'notification'; notification: Notification; unread_count: number; silent: boolean }
  /** Without `ids`: all of them. */
  | { kind: 'notification.read'; ids?: NotificationId[]; unread_count: number }
  | { kind: 'notification.withdrawn'; ids: NotificationId[]; unread_count: number }
  /** One session (or, without `session_id`, every session) of the person has ended. */
  | {
      kind: 'session.ended';
      session_id?: SessionId;
      reason: 'logged_out' | 'revoked' | 'password_changed' | 'suspended' | 'reuse_detected' | 'deleted';
    }
  /** What the person's tokens say is no longer so: sockets close with a code that asks for a new one. */
  | { kind: 'tokens.outdated' };
