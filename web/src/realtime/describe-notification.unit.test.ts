import { type Notification, notificationKindSchema, securityNoticeKindSchema } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { describeNotification, notificationTarget } from './describe-notification.ts';

const room = { id: 'room', type: 'group', name: 'Engine room' };
const notification = (changes: object): Notification =>
  JSON.parse(
    JSON.stringify({
      kind: 'mention',
      count: 1,
      actor: { display_name: 'Grace' },
      room,
      message: { id: 'm', seq: 7, excerpt: 'look' },
      emoji: null,
      role: null,
      security: null,
      ...changes,
    }),
  );
const say = (changes: object) => describeNotification(notification(changes));

describe('what a notification says', () => {
  it('has a sentence of its own for every kind', () => {
    const sentences = notificationKindSchema.options.map((kind) => say({ kind, security: 'new_device', emoji: '👍', role: 'admin' }));
    expect(new Set(sentences).size).toBe(sentences.length);
    const security = securityNoticeKindSchema.options.map((one) => say({ kind: 'security', security: one }));
    expect(new Set(security).size).toBe(security.length);
  });

  it('tells a burst from one', () => {
    expect(say({ kind: 'mention' })).toBe('Grace mentioned you in Engine room');
    expect(say({ kind: 'mention', count: 3 })).toBe('Grace and others mentioned you 3 times in Engine room');
    expect(say({ kind: 'direct_message', count: 2 })).toBe('Grace sent you 2 messages');
  });

  it('does without a name that is gone', () => {
    expect(say({ kind: 'friend_request', actor: null })).toBe('Somebody wants to be friends');
  });
});

it('leads to the cause', () => {
  expect(notificationTarget(notification({}))).toBe('/chat/room?at=7');
  expect(notificationTarget(notification({ kind: 'invitation', message: null }))).toBe('/chat/room');
  expect(notificationTarget(notification({ kind: 'friend_request', room: null, message: null }))).toBe('/friends');
  expect(notificationTarget(notification({ kind: 'security', room: null, message: null }))).toBe('/settings/security');
});
