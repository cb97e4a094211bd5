import { pluralOf } from './plural.ts';

const plural = pluralOf('en');

/** What is said of notifications, and of how people want to be told: a part of `texts`. */
export const notificationTexts = {
  notifications: {
    title: 'Notifications',
    lead: 'What called you, and what happened to you.',
    list: 'Notifications',
    unread: (count: number) => plural(count, { one: '1 unread notification', other: `${count} unread notifications` }),
    filters: { all: 'All', unread: 'Unread' },
    markAll: 'Mark all as read',
    markOne: 'Mark as read',
    empty: 'Nothing yet',
    emptyLead: 'When somebody mentions you, answers you, writes to you or asks to be friends, it is told here.',
    nothingUnread: 'You have seen everything',
    nothingUnreadLead: 'What is new is told here as it happens.',
    older: 'Show older',
    failed: 'That did not work.',
    settings: 'Notification settings',
    someRoom: 'a conversation',
    sentences: {
      directMessage: (who: string, count: number) =>
        plural(count, { one: `${who} sent you a message`, other: `${who} sent you ${count} messages` }),
      mention: (who: string, where: string, count: number) =>
        plural(count, { one: `${who} mentioned you in ${where}`, other: `${who} and others mentioned you ${count} times in ${where}` }),
      reply: (who: string, where: string, count: number) =>
        plural(count, { one: `${who} replied to you in ${where}`, other: `${count} replies to you in ${where}, the last by ${who}` }),
      replyDirect: (who: string, count: number) =>
        plural(count, { one: `${who} replied to you`, other: `${who} replied to you ${count} times` }),
      message: (who: string, where: string, count: number) =>
        plural(count, { one: `${who} wrote in ${where}`, other: `${count} new messages in ${where}, the last by ${who}` }),
      reaction: (who: string, emoji: string, count: number) =>
        plural(count, {
          one: `${who} reacted with ${emoji} to your message`,
          other: `${count} reactions to your messages, ${emoji} by ${who}`,
        }),
      friendRequest: (who: string) => `${who} wants to be friends`,
      friendAccepted: (who: string) => `${who} accepted your friend request`,
      invitation: (who: string, where: string) => `${who} added you to ${where}`,
      roleChanged: (who: string, where: string, role: string) => `${who} made you ${role} in ${where}`,
      security: 'Something about the security of your account has changed',
    },
    security: {
      new_device: 'A new device logged in to your account',
      password_changed: 'Your password was changed',
      mfa_enabled: 'A second factor protects your account now',
      mfa_disabled: 'The second factor of your account was removed',
      passkey_added: 'A passkey was added to your account',
      passkey_removed: 'A passkey was removed from your account',
    },
  },
};
