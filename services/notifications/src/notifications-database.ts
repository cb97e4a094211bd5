import type { MessageId, NotificationId, NotificationKind, NotificationLevel, RoomId, RoomType, UserId } from '@parley/contracts';
import type { Generated, Kysely, Transaction } from 'kysely';

/** The notifications database, as `migrations/` made it. */
export type NotificationsTables = {
  notices: {
    notice_id: NotificationId;
    user_id: UserId;
    kind: NotificationKind;
    group_key: string;
    room_id: RoomId | null;
    count: number;
    created_at: Date;
    updated_at: Date;
    due_at: Date | null;
    delivered_at: Date | null;
    read_at: Date | null;
    withdrawn_at: Date | null;
  };
  causes: {
    user_id: UserId;
    cause: string;
    notice_id: NotificationId;
    actor_id: UserId | null;
    room_id: RoomId | null;
    seq: number | null;
    message_seq: number | null;
    message_id: MessageId | null;
    excerpt: string | null;
    detail: string | null;
    happened_at: Date;
    withdrawn: Generated<boolean>;
  };
  users: { user_id: UserId; username: string; display_name: string; avatar_url: string | null };
  rooms: { room_id: RoomId; type: RoomType; name: string | null; deleted_at: Date | null };
  members: { room_id: RoomId; user_id: UserId; wants_all: Generated<boolean> };
  mutes: { user_id: UserId; room_id: RoomId; muted_until: Date | null };
  blocks: { blocker_id: UserId; blocked_id: UserId };
  preferences: {
    user_id: UserId;
    direct_messages: Generated<NotificationLevel>;
    rooms: Generated<NotificationLevel>;
    reactions: Generated<boolean>;
    muted_until: Date | null;
    quiet_from: string | null;
    quiet_to: string | null;
    quiet_zone: string | null;
    digest_after_minutes: number | null;
    digested_until: Generated<Date>;
    digest_due_at: Date | null;
  };
  room_levels: { user_id: UserId; room_id: RoomId; level: NotificationLevel };
  push_subscriptions: {
    subscription_id: string;
    user_id: UserId;
    endpoint_hash: Buffer;
    endpoint: string;
    p256dh: string;
    auth: string;
    created_at: Date;
  };
  pushes_due: { notice_id: NotificationId; subscription_id: string; due_at: Date; attempts: Generated<number> };
  push_keys: { only_row: Generated<boolean>; public_key: string; private_key: string; created_at: Date };
};

export type NotificationsDatabase = Kysely<NotificationsTables>;
export type Trx = Transaction<NotificationsTables>;
