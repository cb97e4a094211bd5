import { describe, expect, it } from 'vitest';
import { handlePushes, type PushScope } from './push-handlers.ts';

type Tab = Awaited<ReturnType<PushScope['clients']['matchAll']>>[number];

/** A service worker that writes down what is asked of it. */
function worker(tabs: readonly Tab[] = []) {
  const done: unknown[] = [];
  const listeners = new Map<string, (event: never) => void>();
  const scope: PushScope = {
    registration: { showNotification: async (title, options) => void done.push({ title, ...options }) },
    clients: { matchAll: async () => tabs, openWindow: async (url) => void done.push({ opened: url }) },
    addEventListener: (type: string, listener: (event: never) => void) => void listeners.set(type, listener),
  };
  handlePushes(scope);
  const fire = async (type: string, event: object) => {
    const works: Array<Promise<unknown>> = [];
    const whole = { ...event, waitUntil: (work: Promise<unknown>) => void works.push(work) };
    Reflect.apply(listeners.get(type) ?? (() => undefined), undefined, [whole]);
    await Promise.all(works);
  };
  return { done, fire };
}

const mention = {
  id: 'n1',
  kind: 'mention',
  count: 1,
  actor: { display_name: 'Grace' },
  room: { id: 'r1', type: 'group', name: 'Engine room' },
  message: { id: 'm1', seq: 7, excerpt: 'look here' },
};

describe('what is pushed', () => {
  it('is shown with its sentence, its text and the way to it', async () => {
    const { done, fire } = worker();
    await fire('push', { data: { json: () => ({ notification: mention, unread_count: 1 }) } });
    expect(done).toMatchObject([{ title: 'Grace mentioned you in Engine room', body: 'look here', tag: 'n1', data: '/chat/r1?at=7' }]);
  });

  it('is shown without words where it cannot be read', async () => {
    const { done, fire } = worker();
    await fire('push', { data: null });
    await fire('push', { data: { json: () => 'something else' } });
    await fire('push', {
      data: {
        json: () => {
          throw new SyntaxError('not JSON');
        },
      },
    });
    expect(done).toEqual(Array.from({ length: 3 }, () => ({ title: 'Parley', icon: '/favicon.svg', data: '/notifications' })));
  });
});

describe('a click on it', () => {
  const click = (data: unknown) => ({ notification: { data, close: () => undefined } });

  it('opens the cause where no page is open, and nothing but pages of this site', async () => {
    const { done, fire } = worker();
    await fire('notificationclick', click('/chat/r1?at=7'));
    await fire('notificationclick', click('https://elsewhere.example'));
    expect(done).toEqual([{ opened: '/chat/r1?at=7' }, { opened: '/notifications' }]);
  });

  it('has a page that is open show it, the one that was looked at last', async () => {
    const told: unknown[] = [];
    const tab = (name: string, focused: boolean): Tab => ({
      focused,
      focus: async () => void told.push(`focus ${name}`),
      postMessage: (message) => void told.push(message),
    });
    const { done, fire } = worker([tab('first', false), tab('second', true)]);
    await fire('notificationclick', click('/chat/r1'));
    expect(told).toEqual(['focus second', { type: 'parley.show', path: '/chat/r1' }]);
    expect(done).toEqual([]);
  });
});
