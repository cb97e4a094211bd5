import { type Notification, notificationSchema } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { createParley } from '../http/parley.ts';
import { createNotifications } from './notifications.ts';

const id = (nth: number) => `0199f3a0-0000-7000-8000-${String(nth).padStart(12, '0')}`;

function notification(nth: number, more: Partial<Notification> = {}): Notification {
  const at = new Date(Date.UTC(2026, 10, 20, 12, nth)).toISOString();
  const nothing = { read_at: null, actor: null, room: null, message: null, emoji: null, role: null, friend_request_id: null };
  const one = { id: id(nth), kind: 'security', count: 1, created_at: at, updated_at: at, ...nothing, security: 'new_device' };
  return notificationSchema.parse({ ...one, ...more });
}

function start(pages: Array<() => object>) {
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = async (input) => {
    const url = String(input);
    if (url.endsWith('/auth/refresh')) {
      return new Response(JSON.stringify({ access_token: 't', refresh_token: 'r', token_type: 'bearer', expires_in: 1_800 }));
    }
    asked.push(url.replace('http://parley.test/api/v1', ''));
    return new Response(JSON.stringify(pages.shift()?.() ?? { items: [], next_cursor: null, has_more: false, unread_count: 0 }));
  };
  const notifications = createNotifications(createParley({ url: 'http://parley.test', fetch, refreshToken: 'r' }));
  const shown = () => notifications.store.getSnapshot();
  return { ...notifications, asked, shown, ids: () => shown().items.map((one) => one.id) };
}

const page = (items: Notification[], next_cursor: string | null = null) => ({
  items,
  next_cursor,
  has_more: next_cursor !== null,
  unread_count: items.length,
});

describe('notifications', () => {
  it('are read, then kept by frames: new ones first, those that stand for more come up again', async () => {
    const chat = start([() => page([notification(2), notification(1)])]);
    await chat.load();
    expect(chat.shown()).toMatchObject({ unreadCount: 2, isLoaded: true, cursor: null });
    const frame = (one: Notification, unread_count: number) =>
      chat.receive({ type: 'notification', data: { notification: one, unread_count, silent: false } });
    frame(notification(3), 3);
    frame(notification(1, { count: 2, updated_at: '2026-11-20T13:00:00.000Z' }), 3);
    expect(chat.ids()).toEqual([id(1), id(3), id(2)]);
    chat.receive({ type: 'notification.withdrawn', data: { ids: [notification(3).id], unread_count: 2 } });
    expect(chat.ids()).toEqual([id(1), id(2)]);
    chat.receive({ type: 'notification.read', data: { ids: [notification(2).id], unread_count: 1 } });
    expect(chat.shown().items.map(({ read_at }) => read_at !== null)).toEqual([false, true]);
    chat.receive({ type: 'notification.read', data: { unread_count: 0 } });
    expect(chat.shown()).toMatchObject({ unreadCount: 0 });
    expect(chat.shown().items.every(({ read_at }) => read_at !== null)).toBe(true);
  });

  it('are read again when something happened while they were being read', async () => {
    const chat = start([
      () => {
        chat.receive({ type: 'notification', data: { notification: notification(2), unread_count: 2, silent: false } });
        return page([notification(1)]);
      },
      () => page([notification(2), notification(1)]),
    ]);
    await chat.load();
    expect([chat.ids(), chat.asked.length]).toEqual([[id(2), id(1)], 2]);
  });

  it('are read further back page by page, each once', async () => {
    const chat = start([() => page([notification(3), notification(2)], 'older'), () => page([notification(2), notification(1)])]);
    await chat.load();
    await chat.loadOlder();
    await chat.loadOlder();
    expect(chat.ids()).toEqual([id(3), id(2), id(1)]);
    expect(chat.asked).toEqual(['/notifications?limit=50', '/notifications?limit=50&cursor=older']);
  });
});
