import { connect, createParley } from '@parley/client';
import type { Notification, NotificationList } from '@parley/contracts';
import { callApi, createGroup, eventually, mustCallApi, type Stack, startStack } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noticesOn } from './src/notices.ts';
import { enter } from './src/raw-socket.ts';

let stack: Stack;

beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack?.stop());

const { people, list, call } = noticesOn(() => stack);

describe('the list of notifications', () => {
  it('is paged, counts what is unread, and is read on all devices', async () => {
    const [a, b] = await people();
    const socket = await enter(stack.url, b);
    for (let nth = 0; nth < 5; nth += 1) await createGroup(stack, a, [b], `Room ${nth}`);
    await eventually('all are there', async () => (await list(b)).unread_count === 5 || undefined);
    const pages: Notification[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: NotificationList = await list(b, `?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      pages.push(...page.items);
      cursor = page.next_cursor;
    }
    expect(pages.map(({ room }) => room?.name)).toEqual([4, 3, 2, 1, 0].map((nth) => `Room ${nth}`));
    const id = pages[0]?.id ?? '';
    expect(await call(b, 'POST', `/notifications/${id}/read`)).toEqual({ unread_count: 4 });
    expect((await socket.receive('notification.read')).data).toEqual({ ids: [id], unread_count: 4 });
    expect((await list(b, '?unread=true')).items).toHaveLength(4);
    expect((await callApi(stack.url, `/notifications/${id}/read`, { method: 'POST', token: a.accessToken })).status).toBe(404);
    expect(await call(b, 'POST', '/notifications/read-all')).toEqual({ unread_count: 0 });
    await socket.receive('notification.read', ({ data }) => data.ids === undefined);
    expect((await list(b)).items).toHaveLength(5);
    expect((await callApi(stack.url, '/notifications?cursor=nonsense', { token: b.accessToken })).status).toBe(400);
    socket.close();
  });

  it('refuses preferences that make no sense, and levels of rooms that one is not in', async () => {
    const [a, b] = await people();
    const room = await createGroup(stack, a, []);
    const put = async (body: unknown) =>
      (await callApi(stack.url, '/notifications/preferences', { method: 'PUT', token: b.accessToken, body })).status;
    expect(await put({ do_not_disturb: { from: '22:00', to: '07:00', time_zone: 'Mars/Olympus' } })).toBe(400);
    expect(await put({ do_not_disturb: { from: '25:00', to: '07:00', time_zone: 'UTC' } })).toBe(400);
    expect(await put({ rooms: 'some' })).toBe(400);
    expect(await put({ digest_after_minutes: 1 })).toBe(400);
    expect(await put({ room_levels: [{ room_id: room.id, level: 'all' }] })).toBe(403);
    expect(await put({ digest_after_minutes: 60, do_not_disturb: { from: '22:00', to: '07:00', time_zone: 'Europe/Berlin' } })).toBe(200);
    expect(await call(b, 'GET', '/notifications/preferences')).toEqual({
      direct_messages: 'all',
      rooms: 'mentions',
      reactions: false,
      muted_until: null,
      do_not_disturb: { from: '22:00', to: '07:00', time_zone: 'Europe/Berlin' },
      digest_after_minutes: 60,
      room_levels: [],
    });
  });
});

describe('the SDK’s notifications', () => {
  it('has the list from the connection on, and keeps it current', async () => {
    const [a, b] = await people();
    for (let nth = 0; nth < 3; nth += 1) await createGroup(stack, a, [b], `Before ${nth}`);
    await eventually('all are there', async () => (await list(b)).unread_count === 3 || undefined);
    const parley = createParley({ url: stack.url });
    await parley.auth.login(b);
    const chat = connect({ url: stack.url, token: parley.session, parley });
    const state = () => chat.notifications.getSnapshot();
    await eventually('the list is read', () => state().isLoaded || undefined);
    expect(state()).toMatchObject({ unreadCount: 3, cursor: null });
    const asked = await mustCallApi<{ request_id: string }>(stack.url, '/friends/requests', {
      token: a.accessToken,
      body: { user_id: b.id },
    });
    await eventually('it comes live', () => (state().items[0]?.kind === 'friend_request' && state().unreadCount === 4) || undefined);
    await parley.friends.decline(asked.request_id);
    await eventually('it is withdrawn', () => (state().items.length === 3 && state().unreadCount === 3) || undefined);
    expect((await parley.notifications.list({ unread: true, limit: 2 })).items).toHaveLength(2);
    await parley.notifications.markRead(state().items[0]?.id ?? '');
    await eventually('one is read', () => state().unreadCount === 2 || undefined);
    expect(await parley.notifications.markAllRead()).toEqual({ unread_count: 0 });
    await eventually('all are read', () => state().items.every(({ read_at }) => read_at !== null) || undefined);
    expect(await parley.notifications.changePreferences({ reactions: true })).toMatchObject({ reactions: true, rooms: 'mentions' });
    expect(await parley.notifications.preferences()).toMatchObject({ reactions: true });
    expect((await parley.notifications.pushKey()).public_key).toMatch(/^[\w-]{87}$/);
    await chat.close();
  });
});
