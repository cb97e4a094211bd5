import type { Notification } from '@parley/contracts';
import { notificationTexts } from '../texts/notification-texts.ts';
import { texts } from '../texts/texts.ts';

// Not by way of `texts`: the service worker loads this part of them and none of the others behind the login.
const said = notificationTexts.notifications;

/** What happened, in one sentence: for the list, for the browser's own notifications, and for those that are pushed. */
export function describeNotification({ kind, count, actor, room, emoji, role, security }: Notification): string {
  const who = actor?.display_name ?? texts.notices.somebody;
  const where = room?.name ?? said.someRoom;
  const { sentences } = said;
  switch (kind) {
    case 'direct_message':
      return sentences.directMessage(who, count);
    case 'mention':
      return sentences.mention(who, where, count);
    case 'reply':
      return room?.type === 'direct' ? sentences.replyDirect(who, count) : sentences.reply(who, where, count);
    case 'message':
      return sentences.message(who, where, count);
    case 'reaction':
      return sentences.reaction(who, emoji ?? '', count);
    case 'friend_request':
      return sentences.friendRequest(who);
    case 'friend_accepted':
      return sentences.friendAccepted(who);
    case 'invitation':
      return sentences.invitation(who, where);
    case 'role_changed':
      return sentences.roleChanged(who, where, texts.notices.roles[role ?? 'member']);
    case 'security':
      return security === null ? sentences.security : said.security[security];
  }
}

/** Where the cause is to be seen. */
export function notificationTarget({ kind, room, message }: Notification): string {
  switch (kind) {
    case 'friend_request':
    case 'friend_accepted':
      return '/friends';
    case 'security':
      return '/settings/security';
    default:
      if (room === null) return '/notifications';
      return message === null ? `/chat/${room.id}` : `/chat/${room.id}?at=${message.seq}`;
  }
}
